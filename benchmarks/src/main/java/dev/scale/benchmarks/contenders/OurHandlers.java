package dev.scale.benchmarks.contenders;

import dev.scale.jobs.CompletedJobs;
import dev.scale.jobs.ExecutionId;
import dev.scale.jobs.JobCommand;
import dev.scale.jobs.JobsModule;
import dev.scale.jobs.RunningJobs;
import dev.scale.messaging.Command;
import dev.scale.messaging.CommandHandler;
import dev.scale.messaging.HandlerGroup;
import dev.scale.messaging.Handlers;
import dev.scale.messaging.Received;
import dev.scale.messaging.UnitOfWork;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.UnaryOperator;

/** The handlers of the jobs module as they are, and with what a scenario adds to them. */
final class OurHandlers {

    /** Of so many commands one fails, where some fail. */
    private static final int ONE_FAILS_OF = 100;

    private OurHandlers() {}

    static Handlers plain() {
        return with(UnaryOperator.identity());
    }

    /** Remembers each try in the inbox, as if the commands needed it. */
    static Handlers once() {
        return with(group -> group.idempotent(command -> false));
    }

    /** Each command that a job runs sends the command that it is completed. */
    static Handlers withFollowUps() {
        return with(group -> handledBy(group, (commands, unit) -> {
            group.handler().handle(commands, unit);
            for (Received<JobCommand> command : commands) {
                if (command.body() instanceof RunningJobs running) {
                    ExecutionId job = jobOf(running);
                    unit.send(
                            CompletedJobs.TYPE,
                            new CompletedJobs(running.started(), List.of(job)),
                            Command.idOf("completed", job.job(), job.exeNum()));
                }
            }
        }));
    }

    /** Some commands are put back by their handler. */
    static Handlers someLater() {
        return with(group -> handledBy(group, (commands, unit) -> {
            group.handler()
                    .handle(commands.stream().filter(command -> !fails(command)).toList(), unit);
            commands.stream().filter(OurHandlers::fails).forEach(command -> unit.retryLater(command, "bad luck"));
        }));
    }

    /** Some commands break the transaction that they are handled in. */
    static Handlers someBreaking() {
        return with(group -> handledBy(group, (commands, unit) -> {
            group.handler().handle(commands, unit);
            if (commands.stream().anyMatch(OurHandlers::fails)) {
                divideByZero(unit);
            }
        }));
    }

    private static void divideByZero(UnitOfWork unit) throws SQLException {
        try (Statement statement = unit.connection().createStatement()) {
            statement.execute("select 1 / 0");
        }
    }

    private static Handlers with(UnaryOperator<HandlerGroup<JobCommand>> change) {
        // The module's first group; a test of the benchmarks would fail if it took other commands.
        @SuppressWarnings("unchecked")
        HandlerGroup<JobCommand> jobs =
                (HandlerGroup<JobCommand>) new JobsModule().groups().get(0);
        return Handlers.of(List.of(change.apply(jobs)));
    }

    private static HandlerGroup<JobCommand> handledBy(
            HandlerGroup<JobCommand> group, CommandHandler<JobCommand> handler) {
        return HandlerGroup.of(group.name(), group.types(), handler).idempotent(group.idempotent());
    }

    private static boolean fails(Received<JobCommand> command) {
        return command.body() instanceof RunningJobs running && jobOf(running).job() % ONE_FAILS_OF == 0;
    }

    private static ExecutionId jobOf(RunningJobs running) {
        return running.nodes().get(0).jobs().get(0);
    }
}
