package dev.scale.acceptance.broker;

import dev.scale.local.RabbitNode;
import org.junit.jupiter.api.extension.RegisterExtension;

class RabbitMqOutageIT extends BrokerOutageContract {

    /** Skips where it is missing. */
    @RegisterExtension
    static final SharedService INSTALLED = SharedService.rabbitMq();

    @Override
    RestartableBroker start() throws Exception {
        return new RestartableBroker(RabbitNode::start);
    }
}
