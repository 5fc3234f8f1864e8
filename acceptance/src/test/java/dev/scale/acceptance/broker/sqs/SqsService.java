package dev.scale.acceptance.broker.sqs;

/** Does what a request asks for. */
@FunctionalInterface
interface SqsService {

    SqsReply reply(SqsRequest request) throws InterruptedException;
}
