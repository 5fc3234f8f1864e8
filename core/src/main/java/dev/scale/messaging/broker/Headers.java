package dev.scale.messaging.broker;

/**
 * Names of what travels beside a body, the same for every broker; all values are text. The first four are message
 * properties on AMQP, the others headers.
 */
public final class Headers {

    /** Media type, such as {@code application/json}. */
    public static final String CONTENT_TYPE = "content-type";
    /** A charset, such as {@code utf-8}: what AMQP clients put here is not a compression. */
    public static final String CONTENT_ENCODING = "content-encoding";
    /** Time of this publication, RFC 3339; set by the broker class when it publishes. */
    public static final String TIMESTAMP = "timestamp";
    /** Name of the publishing program. */
    public static final String APP_ID = "app-id";
    /** Time of the first sending, RFC 3339 with microseconds; for figures, never for decisions. */
    public static final String SENT = "scale-sent";
    /** Number of the try, 1 when missing: grows with every later delivery that we cause. */
    public static final String TRY = "scale-try";
    /** Number of the attempt, 1 when missing: grows with counted failures only. */
    public static final String ATTEMPT = "scale-attempt";
    /** Time by the database's clock at which the command was first put off as early, RFC 3339. */
    public static final String PUT_OFF = "scale-put-off";
    /** Id of the dead letter's command that this one replays. */
    public static final String REPLAY_OF = "scale-replay-of";
    /** W3C trace context: what the command was sent in. */
    public static final String TRACEPARENT = "traceparent";
    /** What tracing systems add to it. */
    public static final String TRACESTATE = "tracestate";

    private Headers() {}
}
