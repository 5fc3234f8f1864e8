package dev.scale.app.doctor;

import dev.scale.app.Configuration;
import dev.scale.app.Setting;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the queue suits the settings, by the facts that the broker gives: see {@code Broker.inspect}. */
record QueueCheck(Configuration configuration, Map<String, String> facts) {

    private static final String TOPIC = "queue";

    /** Deliveries that a broker may count before it takes a command away: our own attempts, and as many losses of a process. */
    private static final long SPARE_DELIVERIES = 10;

    private static final Pattern MOST_RECEIVES = Pattern.compile("\"maxReceiveCount\"\\s*:\\s*\"?(\\d{1,9})");

    /** Handlers that nobody restarts for so long lose nothing. */
    private static final Duration LONG_WEEKEND = Duration.ofDays(4);

    List<Finding> find() {
        List<Finding> findings = new ArrayList<>();
        String name = configuration.text(Setting.QUEUE_NAME).orElseThrow();
        if (facts.containsKey(Broker.MISSING)) {
            boolean comes = Broker.DECLARED_AT_FIRST_USE.equals(facts.get(Broker.MISSING));
            findings.add(comes ? undeclared(name) : missing(name));
            return findings;
        }
        findings.add(Finding.ok(
                TOPIC,
                "'" + name + "' is there"
                        + type().map(type -> ", of type " + type).orElse("")));
        durability(name).ifPresent(findings::add);
        wantedType(name).ifPresent(findings::add);
        deliveryLimit(name).ifPresent(findings::add);
        visibility(name).ifPresent(findings::add);
        retention(name).ifPresent(findings::add);
        delay(name).ifPresent(findings::add);
        largestMessage(name).ifPresent(findings::add);
        if (facts.containsKey("differs")) {
            findings.add(Finding.ok(
                    TOPIC, "differs from what would be declared, and is used as it is: " + facts.get("differs")));
        }
        return findings;
    }

    private static Finding undeclared(String name) {
        return Finding.warning(
                TOPIC,
                "there is no queue '" + name + "'",
                "what is sent or handled goes to a new queue of this name; a mistyped name does too",
                "check " + Setting.QUEUE_NAME.variable()
                        + "; `scale echo` makes the queue where that is what you want");
    }

    private static Finding missing(String name) {
        return Finding.error(
                TOPIC,
                "there is no queue '" + name + "'",
                "nothing can be sent or handled: with this broker somebody else creates queues",
                "check " + Setting.QUEUE_NAME.variable() + ", or create the queue");
    }

    private Optional<String> type() {
        return Optional.ofNullable(facts.get("queue-type"));
    }

    private OptionalLong number(String fact) {
        String text = facts.getOrDefault(fact, "");
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private Optional<Finding> durability(String name) {
        return "no".equals(facts.get("durable"))
                ? Optional.of(Finding.error(
                        TOPIC,
                        "'" + name + "' is not durable",
                        "a restart of the broker loses every command in it, confirmed ones too",
                        "drain it (`scale handler` until `scale queue` shows 0), delete it on the broker, and let `scale echo`"
                                + " declare it"))
                : Optional.empty();
    }

    private Optional<Finding> wantedType(String name) {
        Optional<String> wanted = configuration.word(Setting.QUEUE_TYPE, "quorum", "classic");
        return wanted.isPresent() && type().isPresent() && !type().equals(wanted)
                ? Optional.of(Finding.warning(
                        TOPIC,
                        "'" + name + "' is of type " + type().get() + ", and " + Setting.QUEUE_TYPE.variable()
                                + " says " + wanted.get(),
                        "an existing queue is used as it is; the setting only counts when a queue is declared",
                        "unset " + Setting.QUEUE_TYPE.variable() + ", or move to a queue of another name"))
                : Optional.empty();
    }

    private Optional<Finding> deliveryLimit(String name) {
        OptionalLong limit = number("delivery-limit");
        Matcher redrive = MOST_RECEIVES.matcher(facts.getOrDefault("redrive-policy", ""));
        if (redrive.find()) {
            limit = OptionalLong.of(Long.parseLong(redrive.group(1)));
        }
        return limit.isPresent() && limit.getAsLong() < SPARE_DELIVERIES
                ? Optional.of(Finding.warning(
                        TOPIC,
                        "the broker takes a command out of '" + name + "' after " + limit.getAsLong() + " deliveries",
                        "each loss of a handler or connection counts as one, so that good commands are lost to it",
                        "raise the limit on the broker, or take it away: commands that fail are found by their attempts"
                                + " here"))
                : Optional.empty();
    }

    private Optional<Finding> visibility(String name) {
        OptionalLong seconds = number("visibility-timeout-seconds");
        long needed = configuration.duration(Setting.HANDLE_LIMIT).toSeconds();
        return seconds.isPresent() && seconds.getAsLong() < needed
                ? Optional.of(Finding.warning(
                        TOPIC,
                        "the visibility timeout of '" + name + "' is " + seconds.getAsLong() + " s",
                        "handling may take " + needed + " s (" + Setting.HANDLE_LIMIT.variable()
                                + "), so that it has to be prolonged again and again",
                        "raise it to " + needed + " s or more"))
                : Optional.empty();
    }

    private Optional<Finding> retention(String name) {
        OptionalLong seconds = number("retention-seconds");
        return seconds.isPresent() && seconds.getAsLong() < LONG_WEEKEND.toSeconds()
                ? Optional.of(Finding.warning(
                        TOPIC,
                        "'" + name + "' keeps a command for "
                                + Durations.words(Duration.ofSeconds(seconds.getAsLong())),
                        "the broker throws away what no handler has taken by then",
                        "raise its retention to " + Durations.words(LONG_WEEKEND) + " or more"))
                : Optional.empty();
    }

    private Optional<Finding> delay(String name) {
        OptionalLong seconds = number("delay-seconds");
        return seconds.orElse(0) > 0
                ? Optional.of(Finding.warning(
                        TOPIC,
                        "'" + name + "' delays every command by " + seconds.getAsLong() + " s",
                        "nothing here needs that: later tries wait in the outbox",
                        "set its delay to 0"))
                : Optional.empty();
    }

    private Optional<Finding> largestMessage(String name) {
        OptionalLong bytes = number("maximum-message-bytes");
        int ours = configuration.size(Setting.MAX_BODY);
        return bytes.isPresent() && bytes.getAsLong() < ours
                ? Optional.of(Finding.warning(
                        TOPIC,
                        "'" + name + "' takes messages up to " + bytes.getAsLong() + " bytes, and "
                                + Setting.MAX_BODY.variable() + " is " + ours,
                        "larger commands are refused when they are sent, by id",
                        "raise the queue's limit, or set " + Setting.MAX_BODY.variable() + " to it"))
                : Optional.empty();
    }
}
