package dev.scale.app.task;

import dev.scale.app.Configuration;
import dev.scale.app.Console;
import dev.scale.app.Errors;
import dev.scale.app.Setting;
import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.SendReport.Unconfirmed;
import dev.scale.messaging.Tracing;
import dev.scale.messaging.broker.Broker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends the reports of a task, and keeps in the spool what the broker does not confirm. No trouble with broker or settings
 * makes a method throw. For one thread at a time.
 */
final class Reporting implements AutoCloseable {

    /** The spool is safe too, so that a task need not wait for a broker as long as others do. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Of what others have left in the spool a task sends so many: it has to end some time. */
    private static final int MOST_OF_OTHERS = 500;

    private final Configuration configuration;
    private final Spool spool;
    private final Console console;
    private @Nullable Broker broker;
    private int confirmed;
    private int kept;
    private int refused;
    private int lost;
    private String trouble = "";
    private boolean reachable;

    Reporting(Configuration configuration, Console console) {
        this.configuration = configuration;
        this.spool = Spool.in(configuration.home());
        this.console = console;
    }

    /** What became of the reports so far; a command that is refused is set aside in the spool. */
    record Counts(int confirmed, int kept, int refused, int lost) {}

    Counts counts() {
        return new Counts(confirmed, kept, refused, lost);
    }

    /** Sends reports; returns when each is confirmed, kept or, as a last resort, told on standard error. */
    void send(List<Command> reports) {
        List<Unconfirmed> missing = publish(reports);
        confirmed += reports.size() - missing.size();
        reachable = missing.stream().noneMatch(Unconfirmed::worthRepeating);
        for (Unconfirmed one : missing) {
            try {
                if (one.worthRepeating()) {
                    trouble = one.reason();
                    spool.keep(one.command());
                    kept++;
                } else {
                    spool.refuse(one.command());
                    refused++;
                    say("the broker refuses " + one.command().type() + ", which is set aside in " + spool.refused()
                            + ": " + one.reason());
                }
            } catch (IOException e) {
                lost++;
                say("LOST: " + one.command().type() + " cannot be reported (" + one.reason() + ") nor kept in "
                        + spool.folder() + " (" + e + "): "
                        + new String(one.command().envelope(), StandardCharsets.UTF_8));
            }
        }
    }

    /** Sends what waits in the spool where the broker has just taken ours; says in one line what of ours is left there. */
    void finish(Task task) {
        if (reachable && spool.hasWork()) {
            sendSpooled();
        }
        if (kept > 0) {
            boolean one = kept == 1;
            say("not confirmed: " + trouble + "; " + kept + (one ? " report" : " reports") + " on " + task
                    + (one ? " is" : " are") + " kept in " + spool.fresh()
                    + ", and `scale spool send` or the next task sends "
                    + (one ? "it" : "them"));
        }
    }

    private List<Unconfirmed> publish(List<Command> reports) {
        try {
            return new CommandSender(broker(), configuration.tracing())
                    .send(reports)
                    .unconfirmed();
        } catch (RuntimeException e) {
            return reports.stream()
                    .map(report -> new Unconfirmed(report, true, Errors.line(e)))
                    .toList();
        }
    }

    private Broker broker() {
        if (broker == null) {
            broker = Broker.open(
                    configuration.brokerUrl(),
                    configuration.brokerOptions("scale-task").withPublishLimit(PATIENCE));
        }
        return broker;
    }

    /** Most are of other tasks, so that they do not belong to our trace. */
    private void sendSpooled() {
        try {
            SpoolSending.Result result = new SpoolSending(
                            spool,
                            new CommandSender(broker(), Tracing.NONE),
                            configuration.size(Setting.MAX_BODY),
                            console)
                    .send(MOST_OF_OTHERS);
            if (result.sent() > 0) {
                say("sent from the spool: " + result.sent());
            }
            if (result.trouble().isEmpty() && result.sent() < MOST_OF_OTHERS) {
                confirmed += kept;
                kept = 0;
            }
        } catch (IOException | RuntimeException e) {
            say("cannot send what waits in " + spool.fresh() + ": " + Errors.line(e));
        }
    }

    private void say(String words) {
        console.err().println("scale: " + words.replaceAll("\\s*\\R\\s*", " "));
    }

    @Override
    public void close() {
        if (broker != null) {
            broker.close();
        }
    }
}
