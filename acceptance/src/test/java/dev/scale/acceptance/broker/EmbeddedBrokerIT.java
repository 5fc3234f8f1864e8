package dev.scale.acceptance.broker;

import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedBrokerIT extends AmqpContract {

    @RegisterExtension
    static final SharedService SERVICE = SharedService.embeddedBroker();

    @Override
    String url() {
        return SERVICE.url();
    }

    /** Qpid counts, and purges, all that is not settled. */
    @Override
    protected boolean tellsReadyFromInFlight() {
        return false;
    }
}
