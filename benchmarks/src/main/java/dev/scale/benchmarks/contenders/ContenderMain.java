package dev.scale.benchmarks.contenders;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The process of a contender: {@code drain QUEUE MESSAGES} on standard input is answered by {@code done} and what it has
 * counted itself, if anything; a closed input ends it. Its first line is its configuration. What is not written in Java speaks the same language.
 */
public final class ContenderMain {

    private interface Opening {
        Contender open(Place place) throws Exception;
    }

    private static final Map<String, Opening> CONTENDERS = Map.of(
            "ours", place -> new Ours(place, OurHandlers.plain()),
            "ours-timed", place -> new Ours(place, OurHandlers.plain(), true),
            "ours-once", place -> new Ours(place, OurHandlers.once()),
            "ours-followups", place -> new Ours(place, OurHandlers.withFollowUps()),
            "ours-some-later", place -> new Ours(place, OurHandlers.someLater()),
            "ours-some-breaking", place -> new Ours(place, OurHandlers.someBreaking()),
            "spring", place -> new SpringAmqp(place, StartSql.BATCH),
            "spring-unnest", place -> new SpringAmqp(place, StartSql.UNNEST),
            "bare", BareConsumer::new,
            "bare-unnest", BareUnnest::new);

    private static final String END = "";

    private ContenderMain() {}

    public static void main(String[] arguments) throws Exception {
        Opening opening = Objects.requireNonNull(CONTENDERS.get(arguments[0]), () -> "no contender " + arguments[0]);
        try (Contender contender = opening.open(Place.ofEnvironment())) {
            answer("configuration " + contender.configuration());
            serve(contender);
        }
    }

    private static void serve(Contender contender) throws Exception {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        BlockingQueue<String> orders = new LinkedBlockingQueue<>();
        AtomicBoolean working = new AtomicBoolean();
        Thread reader = new Thread(() -> {
            input.lines().forEach(orders::add);
            if (working.get()) {
                // Who asked is gone.
                Runtime.getRuntime().halt(1);
            }
            orders.add(END);
        });
        reader.setDaemon(true);
        reader.start();
        for (String order = orders.take(); !order.equals(END); order = orders.take()) {
            String[] words = order.split(" ");
            working.set(true);
            contender.drain(words[1], Integer.parseInt(words[2]));
            working.set(false);
            answer(("done " + contender.figures()).strip());
        }
    }

    private static void answer(String line) throws IOException {
        System.out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }
}
