package dev.scale.acceptance.broker;

import dev.scale.local.EmbeddedBroker;

class EmbeddedBrokerOutageIT extends BrokerOutageContract {

    @Override
    RestartableBroker start() throws Exception {
        return new RestartableBroker(EmbeddedBroker::start);
    }
}
