package dev.scale.acceptance.broker.sqs;

/** Ends a request, or an entry of a batch, with an error. */
final class SqsFailure extends RuntimeException {

    private final transient SqsError error;

    SqsFailure(SqsError error) {
        super(error.message());
        this.error = error;
    }

    SqsError error() {
        return error;
    }
}
