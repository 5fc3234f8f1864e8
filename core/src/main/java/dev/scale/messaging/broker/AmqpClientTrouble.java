package dev.scale.messaging.broker;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.impl.DefaultExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the client's own words about a lost connection out of the log: whoever uses the connection hears of its end, and
 * says so once. What our callbacks throw is logged and ends the channel, as the client does it.
 */
final class AmqpClientTrouble extends DefaultExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(AmqpClientTrouble.class);

    @Override
    public void handleUnexpectedConnectionDriverException(Connection connection, Throwable lost) {
        LOG.debug("the connection {} ended", connection, lost);
    }
}
