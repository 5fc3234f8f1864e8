package dev.scale.benchmarks.contenders;

import dev.scale.jobs.ExecutionId;
import dev.scale.jobs.JobCommands;
import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Many producers at once. Each has a connection of its own, sends its commands one by one, and sends again what is not confirmed. */
public final class Crowd {

    private static final Instant STARTED = Instant.parse("2026-01-01T10:00:00.123456Z");
    private static final int MOST_SENDS = 100;

    private Crowd() {}

    /**
     * What became of it. All is confirmed.
     *
     * @param repeated sends beyond the first of each command
     */
    public record Report(long repeated) {}

    /**
     * Has connections in one process and single commands in processes of their own sent at the same time: that the jobs from 1 on run.
     */
    public static Report send(String brokerUrl, String queue, int connections, int commandsEach, int processes) {
        try {
            List<Process> all = new ArrayList<>();
            all.add(start(brokerUrl, queue, 1, connections, commandsEach));
            for (int i = 0; i < processes; i++) {
                all.add(start(brokerUrl, queue, 1 + connections * commandsEach + i, 1, 1));
            }
            long repeated = 0;
            for (Process process : all) {
                String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    throw new IllegalStateException("a producer failed: " + printed);
                }
                repeated += Long.parseLong(printed.strip());
            }
            return new Report(repeated);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Process start(String brokerUrl, String queue, int first, int connections, int each)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + (connections > 1 ? "2g" : "32m"),
                        "-Xss256k",
                        "-XX:TieredStopAtLevel=1",
                        Crowd.class.getName(),
                        queue,
                        Integer.toString(first),
                        Integer.toString(connections),
                        Integer.toString(each))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("SCALE_BROKER_URL", brokerUrl);
        return builder.start();
    }

    /** Sends; prints how many sends had to be repeated. */
    public static void main(String[] arguments) throws InterruptedException {
        String queue = arguments[0];
        int first = Integer.parseInt(arguments[1]);
        int connections = Integer.parseInt(arguments[2]);
        int each = Integer.parseInt(arguments[3]);
        BrokerUrl url = BrokerUrl.parse(System.getenv("SCALE_BROKER_URL"));
        AtomicLong repeated = new AtomicLong();
        CountDownLatch open = new CountDownLatch(connections);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            int start = first + i * each;
            Thread thread = new Thread(() -> {
                // Connections stay until the last has sent, so that all are there at once.
                try (Broker broker =
                        Broker.open(url, BrokerOptions.forQueue(queue).withClientName("producer"))) {
                    repeated.addAndGet(send(new CommandSender(broker), start, each));
                    open.countDown();
                    open.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.setUncaughtExceptionHandler((failed, e) -> {
                e.printStackTrace();
                Runtime.getRuntime().halt(1);
            });
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(repeated);
    }

    private static long send(CommandSender sender, int first, int each) {
        long repeated = 0;
        for (int job = first; job < first + each; job++) {
            List<Command> one = JobCommands.running(STARTED, "node-1", List.of(new ExecutionId(job, 1)));
            for (int sends = 1; !sender.send(one).complete(); sends++) {
                repeated++;
                if (sends == MOST_SENDS) {
                    throw new IllegalStateException("not confirmed after " + MOST_SENDS + " sends");
                }
            }
        }
        return repeated;
    }
}
