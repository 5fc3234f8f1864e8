package dev.scale.benchmarks.chaos;

import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a run came to.
 *
 * @param confirmed commands that the broker has confirmed to their senders
 * @param unconfirmed commands for which the senders have given up
 * @param facts what was done to whom
 */
record Report(int confirmed, int unconfirmed, Account account, Facts facts) {

    private static final int MOST_SHOWN = 10;

    /**
     * What was done to whom.
     *
     * @param drained whether queue and outbox were empty in the end
     * @param handlerLives how many handler processes there were
     * @param ownEnds how many of them ended without being killed or asked to
     * @param took from the first command to the account
     */
    record Facts(
            long seed,
            Map<Fault, Integer> faults,
            boolean drained,
            int handlerLives,
            int ownEnds,
            Duration took,
            String broker,
            String database) {

        int faultsInjected() {
            return faults.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** Nothing is lost, nothing has two effects, and nothing else contradicts the ledger. */
    boolean good() {
        return account.lost().isEmpty()
                && account.twice().isEmpty()
                && account.wrong().isEmpty()
                && facts.drained();
    }

    /** One JSON object. */
    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            out.writeNumberProperty("confirmed", confirmed);
            out.writeNumberProperty("applied", account.applied());
            out.writeNumberProperty("dead_lettered", account.deadLettered());
            out.writeNumberProperty("lost", account.lost().size());
            out.writeNumberProperty("effects_twice", account.twice().size());
            out.writeNumberProperty("faults_injected", facts.faultsInjected());
            out.writeNumberProperty("seed", facts.seed());
            out.writeNumberProperty("follow_ups", account.followUps());
            out.writeNumberProperty("unconfirmed", unconfirmed);
            out.writeNumberProperty("wrong", account.wrong().size());
            out.writeBooleanProperty("drained", facts.drained());
            out.writeNumberProperty("handler_lives", facts.handlerLives());
            out.writeNumberProperty("handlers_ended_by_themselves", facts.ownEnds());
            out.writeNumberProperty("seconds", facts.took().toSeconds());
            out.writeStringProperty("broker", facts.broker());
            out.writeStringProperty("database", facts.database());
            out.writeObjectPropertyStart("faults");
            facts.faults().forEach((fault, times) -> out.writeNumberProperty(fault.option(), times));
            out.writeEndObject();
            out.writeEndObject();
        }
        return text.toString();
    }

    /** The same for people. */
    String text() {
        return String.format(
                Locale.ROOT,
                """
                commands       %d confirmed: %d applied, %d dead letters, %d lost; %d given up by their senders
                follow-ups     %d applied
                effects twice  %d
                otherwise      %d contradictions to the ledger; queue and outbox %s
                faults         %d: %s; %d handler processes, %d of which ended by themselves
                took           %d s, seed %d
                broker         %s
                database       %s
                """,
                confirmed,
                account.applied(),
                account.deadLettered(),
                account.lost().size(),
                unconfirmed,
                account.followUps(),
                account.twice().size(),
                account.wrong().size(),
                facts.drained() ? "empty in the end" : "NOT empty in the end",
                facts.faultsInjected(),
                facts.faults().entrySet().stream()
                        .map(fault -> fault.getValue() + " " + fault.getKey().option())
                        .collect(Collectors.joining(", ")),
                facts.handlerLives(),
                facts.ownEnds(),
                facts.took().toSeconds(),
                facts.seed(),
                facts.broker(),
                facts.database());
    }

    /** What is not as it must be, some of each kind; empty when all is well. */
    String complaints() {
        return some("LOST", account.lost()) + some("TWICE", account.twice()) + some("WRONG", account.wrong());
    }

    private static String some(String what, List<String> all) {
        return all.stream()
                .limit(MOST_SHOWN)
                .map(one -> what + " " + one + "\n")
                .collect(Collectors.joining());
    }
}
