package dev.scale.acceptance.broker.sqs;

class SqsFifoIT extends SqsContract {

    @Override
    protected String newQueueName() {
        return super.newQueueName() + ".fifo";
    }

    /** ElasticMQ looks through all message groups for each delivery, and here each message is its own. */
    @Override
    protected int many() {
        return 1_200;
    }
}
