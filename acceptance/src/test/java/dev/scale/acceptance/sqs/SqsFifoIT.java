package dev.scale.acceptance.sqs;

class SqsFifoIT extends SqsContract {

    @Override
    protected String newQueueName() {
        return super.newQueueName() + ".fifo";
    }
}
