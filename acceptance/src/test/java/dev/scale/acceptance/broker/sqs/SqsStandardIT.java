package dev.scale.acceptance.broker.sqs;

class SqsStandardIT extends SqsContract {}
