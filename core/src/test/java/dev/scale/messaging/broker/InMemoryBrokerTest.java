package dev.scale.messaging.broker;

class InMemoryBrokerTest extends BrokerContract {

    @Override
    protected Broker open(BrokerOptions options) {
        return Broker.open(BrokerUrl.parse("memory://contract//"), options);
    }
}
