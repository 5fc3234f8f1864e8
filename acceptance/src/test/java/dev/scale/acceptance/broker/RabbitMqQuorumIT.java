package dev.scale.acceptance.broker;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import org.junit.jupiter.api.extension.RegisterExtension;

class RabbitMqQuorumIT extends RabbitMqContract {

    @RegisterExtension
    static final SharedService SERVICE = SharedService.rabbitMq();

    @Override
    String url() {
        return SERVICE.url();
    }

    @Override
    protected Broker open(BrokerOptions options) {
        return super.open(options.withQueueType("quorum"));
    }

    /** What is given back comes again in the order of its return, which prefetch has a part in. */
    @Override
    protected boolean keepsOrder() {
        return false;
    }
}
