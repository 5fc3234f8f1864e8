package dev.scale.app.demo;

import dev.scale.app.Configuration;
import dev.scale.app.Console;
import dev.scale.app.HandlerProcess;
import dev.scale.app.StopSignal;
import dev.scale.jobs.JobCommands;
import dev.scale.jobs.Submission;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One run over broker and database: submits the jobs, runs the tasks of what is claimed, takes the account. */
final class Demo {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(40);
    /** When nothing has changed for so long something is stuck, and the account tells what. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private static final int JOBS_A_COMMAND = 20;

    private final Configuration configuration;
    private final List<PlannedJob> plan;
    private final ProgressBar bar;
    private final Ledger ledger = new Ledger();
    private final Latencies latencies = new Latencies();
    private final String handlerName =
            "scale-handler " + ProcessHandle.current().pid();

    Demo(Configuration configuration, List<PlannedJob> plan, ProgressBar bar) {
        this.configuration = configuration;
        this.plan = plan;
        this.bar = bar;
    }

    /** Runs it with so many tasks at a time. */
    DemoReport run(int tasks) throws SQLException, InterruptedException {
        try (HandlerProcess handler = HandlerProcess.start(configuration, handlerName, latencies, new StopSignal())
                        .orElseThrow();
                Broker broker = Broker.open(configuration.brokerUrl(), configuration.brokerOptions("scale-demo"));
                Database database = configuration.openDatabase(1, "scale-demo scheduler");
                Connection connection = database.connection()) {
            Agent agent = new Agent(new CommandSender(broker), ledger);
            Scheduler scheduler = new Scheduler(connection, handlerName);
            Map<Long, PlannedJob> jobs = plan.stream().collect(Collectors.toMap(PlannedJob::id, Function.identity()));
            long begin = System.nanoTime();
            try (TaskSlots slots = new TaskSlots(jobs, agent, tasks)) {
                submit(agent);
                work(scheduler, slots, begin);
                Outcomes outcomes = settled(scheduler);
                Duration taken = Duration.ofNanos(System.nanoTime() - begin);
                return DemoReport.of(
                        plan,
                        outcomes,
                        ledger.account(outcomes),
                        new DemoReport.Figures(
                                latencies.percentile(50),
                                latencies.percentile(99),
                                scheduler.mostHandlerConnections(),
                                taken),
                        List.copyOf(slots.troubles()));
            }
        }
    }

    private void submit(Agent agent) {
        for (int start = 0; start < plan.size(); start += JOBS_A_COMMAND) {
            List<PlannedJob> part = plan.subList(start, Math.min(plan.size(), start + JOBS_A_COMMAND));
            List<Submission> submissions = part.stream()
                    .map(job -> Submission.of(job.id(), "checksum")
                            .withMaxTries(PlannedJob.MAX_TRIES)
                            .withInput(Console.jsonText(generator -> generator.writeStringProperty(
                                    "file", job.file().toString()))))
                    .toList();
            agent.send(
                    JobCommands.submit(submissions),
                    new Expected.JobsExist(part.stream().map(PlannedJob::id).toList()));
        }
    }

    private void work(Scheduler scheduler, TaskSlots slots, long begin) throws SQLException, InterruptedException {
        int ended = 0;
        int committed = 0;
        long lastChange = System.nanoTime();
        while (ended < plan.size() || slots.running() > 0) {
            if (slots.free() > 0) {
                scheduler.claim(slots.free()).forEach(slots::run);
            }
            ended = scheduler.ended();
            scheduler.watchConnections();
            bar.show(new ProgressBar.State(ended, slots.running(), latencies.count(), since(begin)));
            if (committed != latencies.count()) {
                committed = latencies.count();
                lastChange = System.nanoTime();
            } else if (since(lastChange).compareTo(PATIENCE) > 0) {
                break;
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
        bar.finish(new ProgressBar.State(ended, slots.running(), latencies.count(), since(begin)));
    }

    /** What stands in the database once every confirmed command has shown its effect, or nothing more comes. */
    private Outcomes settled(Scheduler scheduler) throws SQLException, InterruptedException {
        long lastChange = System.nanoTime();
        int before = -1;
        while (true) {
            Outcomes outcomes = scheduler.outcomes();
            int open = ledger.account(outcomes).lost().size();
            if (open != before) {
                before = open;
                lastChange = System.nanoTime();
            }
            if (open == 0 || since(lastChange).compareTo(PATIENCE) > 0) {
                return outcomes;
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
