package dev.scale.app.deadletters;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who closes dead letters, for those who look at them later. */
final class Operator {

    private Operator() {}

    /** Such as {@code ana@host-1}. */
    static String name() {
        return System.getProperty("user.name", "unknown") + "@" + host();
    }

    /** Such as {@code by ana@host-1}. */
    static String note() {
        return "by " + name();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
