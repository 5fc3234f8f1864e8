package dev.scale.messaging.broker;

import org.jspecify.annotations.Nullable;

/** The broker cannot be used. The message names queue and host, never a secret, and says what to do. */
public abstract sealed class BrokerException extends RuntimeException {

    private BrokerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Not reachable now: an outage. Trying again later is right. */
    public static final class Unavailable extends BrokerException {
        public Unavailable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * The broker does not accept our credentials or certificate, or does not let this user use the queue; or we do not
     * trust its certificate.
     */
    public static final class Refused extends BrokerException {
        public Refused(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Somebody has to change a setting: an unknown scheme, a missing client library, a queue that cannot be used as it is. */
    public static final class Misconfigured extends BrokerException {
        public Misconfigured(String message) {
            super(message, null);
        }

        public Misconfigured(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
