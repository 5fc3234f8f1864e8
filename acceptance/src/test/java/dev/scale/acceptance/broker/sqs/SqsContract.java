package dev.scale.acceptance.broker.sqs;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerContract;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What standard and FIFO queues have in common. */
abstract class SqsContract extends BrokerContract {

    @RegisterExtension
    static final ElasticMq SQS = new ElasticMq();

    @Override
    protected Broker open(BrokerOptions options) {
        SQS.queue(options.queue());
        return Broker.open(BrokerUrl.parse(ElasticMq.URL), options);
    }

    @Override
    protected boolean keepsOrder() {
        return false;
    }

    /** SQS purges what is in flight too. */
    @Override
    protected boolean purgeLeavesWhatIsInFlight() {
        return false;
    }
}
