package dev.scale.acceptance.sqs;

class SqsStandardIT extends SqsContract {}
