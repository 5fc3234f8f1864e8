package dev.scale.benchmarks.contenders;

import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.broker.Credentials;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * RabbitMQ's own load generator in a process of its own: one producer that publishes persistent messages with confirms,
 * and one consumer that receives them at the same time.
 */
public final class PerfTestPeer {

    private static final String MAIN = "com.rabbitmq.perf.PerfTest";
    private static final int PREFETCH = 2_000;
    private static final int ACKNOWLEDGED_AT_ONCE = 500;
    private static final Pattern SENT = Pattern.compile("sending rate avg: (\\d+) msg/s");
    private static final Pattern RECEIVED = Pattern.compile("receiving rate avg: (\\d+) msg/s");

    private PerfTestPeer() {}

    /**
     * What is asked for.
     *
     * @param queue exists and is used as it is
     * @param messageBytes the size of a body
     * @param unconfirmed most messages on their way to a confirm
     */
    public record Load(String queue, int messageBytes, int unconfirmed) {}

    /** Messages a second, as PerfTest reports them: averages over the whole run. */
    public record Rates(long sent, long received) {

        static Rates read(String output) {
            return new Rates(number(SENT, output), number(RECEIVED, output));
        }

        private static long number(Pattern pattern, String output) {
            Matcher matcher = pattern.matcher(output);
            if (!matcher.find()) {
                throw new IllegalStateException("PerfTest reports no rate: " + output);
            }
            return Long.parseLong(matcher.group(1));
        }
    }

    /** Runs until so many messages, a multiple of 500, are sent, received and acknowledged. */
    public static Rates messages(String brokerUrl, Load load, int messages) throws IOException, InterruptedException {
        String number = Integer.toString(messages);
        return run(brokerUrl, load, List.of("--pmessages", number, "--cmessages", number));
    }

    /** Runs for so many seconds. What is not received by then stays in the queue. */
    public static Rates seconds(String brokerUrl, Load load, int seconds) throws IOException, InterruptedException {
        return run(brokerUrl, load, List.of("--time", Integer.toString(seconds)));
    }

    private static Rates run(String brokerUrl, Load load, List<String> until) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        MAIN,
                        "--predeclared",
                        "--exchange",
                        "amq.default",
                        "--queue",
                        load.queue(),
                        "--routing-key",
                        load.queue(),
                        "--flag",
                        "persistent",
                        "--size",
                        Integer.toString(load.messageBytes()),
                        "--confirm",
                        Integer.toString(load.unconfirmed()),
                        "--producers",
                        "1",
                        "--consumers",
                        "1",
                        "--qos",
                        Integer.toString(PREFETCH),
                        "--multi-ack-every",
                        Integer.toString(ACKNOWLEDGED_AT_ONCE))
                .redirectErrorStream(true);
        builder.command().addAll(until);
        // not an argument, which every user of the machine could read
        builder.environment().put("URI", uri(BrokerUrl.parse(brokerUrl)));
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new IllegalStateException("PerfTest ended with " + code + ": " + output);
        }
        return Rates.read(output);
    }

    /** The client's own form, which writes the virtual host {@code /} as {@code %2F}. */
    private static String uri(BrokerUrl url) {
        Credentials credentials = url.credentials().orElse(new Credentials("guest", "guest"));
        return url.scheme() + "://" + encoded(credentials.user()) + ":" + encoded(credentials.password()) + "@"
                + url.hosts().get(0) + "/" + encoded(url.virtualHost());
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
