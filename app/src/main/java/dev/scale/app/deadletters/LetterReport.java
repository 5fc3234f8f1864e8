package dev.scale.app.deadletters;

import dev.scale.app.Console;
import dev.scale.app.ExitCode;
import dev.scale.messaging.store.Audit;
import dev.scale.messaging.store.KeptLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What became of dead letters that were to be closed: each is counted in one place. */
final class LetterReport {

    private static final int MOST_SHOWN = 20;

    private final boolean dryRun;
    /** Why a named one was not closed, by id. */
    private final Map<Long, String> others = new LinkedHashMap<>();

    private final Map<String, Long> acts = new HashMap<>();

    private long done;
    private long meanwhile;
    private @Nullable Instant start;

    LetterReport(boolean dryRun) {
        this.dryRun = dryRun;
    }

    /** When the first transaction began. */
    Instant start(Instant now) {
        if (start == null) {
            start = now;
        }
        return start;
    }

    /** A queue's entry in the audit, once there is one. */
    OptionalLong act(String queue) {
        Long id = acts.get(queue);
        return id == null ? OptionalLong.empty() : OptionalLong.of(id);
    }

    void goesOnAs(Audit.Act act) {
        acts.put(act.queue(), act.id());
    }

    long done() {
        return done;
    }

    boolean dryRun() {
        return dryRun;
    }

    void wouldClose(long more) {
        done += more;
    }

    void named(List<Long> ids, List<KeptLetter> found) {
        TreeSet<Long> missing = new TreeSet<>(ids);
        for (KeptLetter kept : found) {
            missing.remove(kept.id());
            if (kept.resolvedAt() != null) {
                others.put(kept.id(), "is closed already: " + kept.resolution() + " at " + kept.resolvedAt());
            }
        }
        missing.forEach(id -> others.put(id, "does not exist"));
    }

    void closed(List<Long> asked, Collection<Long> closed) {
        done += closed.size();
        List<Long> rest = new ArrayList<>(asked);
        rest.removeAll(closed);
        meanwhile += rest.size();
    }

    /** Prints it and returns the exit code. */
    int tell(Console console, boolean json, String verb, String more) {
        if (json) {
            console.json(generator -> write(generator, verb));
        } else {
            String letters = done + " dead letter" + (done == 1 ? "" : "s");
            console.out()
                    .println(
                            dryRun
                                    ? "would have " + verb + " " + letters + "; nothing was done"
                                    : verb + " " + letters + more);
        }
        others.entrySet().stream()
                .limit(MOST_SHOWN)
                .forEach(other ->
                        console.err().println("scale: dead letter " + other.getKey() + " " + other.getValue()));
        if (meanwhile > 0) {
            console.err().println("scale: " + meanwhile + " were closed by somebody else meanwhile");
        }
        return others.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void write(JsonGenerator out, String verb) {
        out.writeNumberProperty(verb, done);
        out.writeBooleanProperty("dry_run", dryRun);
        out.writeNumberProperty("closed_meanwhile", meanwhile);
        out.writeObjectPropertyStart("not_open");
        others.forEach((id, why) -> out.writeStringProperty(String.valueOf(id), why));
        out.writeEndObject();
    }
}
