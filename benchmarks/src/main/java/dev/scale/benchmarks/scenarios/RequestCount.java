package dev.scale.benchmarks.scenarios;

import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;

/** Counts the requests of every client of this process, each attempt for itself, heartbeats apart; the SDK finds it by its name in a file. */
public final class RequestCount implements ExecutionInterceptor {

    private static final LongAdder REQUESTS = new LongAdder();

    static long now() {
        return REQUESTS.sum();
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        if (!(context.request() instanceof ChangeMessageVisibilityBatchRequest)
                && !(context.request() instanceof ChangeMessageVisibilityRequest)) {
            REQUESTS.increment();
        }
    }
}
