package dev.scale.app.jobs;

import dev.scale.app.Configuration;
import dev.scale.app.Failure;
import dev.scale.app.TableReader;
import dev.scale.jobs.ExecutionId;
import dev.scale.jobs.JobFilter;
import dev.scale.jobs.JobList;
import dev.scale.jobs.JobStatus;
import dev.scale.jobs.JobSummary;
import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.broker.Broker;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A change of jobs that an operator asks for. The tables are only read; the change itself is sent as commands, each with the
 * execution numbers that were seen, so that a job which has gone on since is left alone.
 *
 * @param verb for people
 * @param applicable the statuses in which it has an effect
 * @param byDefault those of them that a filter means which names no status
 * @param commands makes the commands from the database's time and what was seen
 */
record JobChange(
        String verb,
        Set<JobStatus> applicable,
        Set<JobStatus> byDefault,
        BiFunction<Instant, List<ExecutionId>, List<Command>> commands) {

    /** Jobs read at once: where few match, each page may cost a reading of the table. */
    private static final int READ_AT_ONCE = 5_000;

    /** A person does not wait as long as a program would. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Sends it, or only counts, and says what became of it. */
    JobChangeReport carryOut(Configuration configuration, JobChoice choice) throws SQLException {
        choice.check();
        configuration.brokerUrl();
        JobChangeReport report = new JobChangeReport(verb, choice.dryRun());
        try (TableReader tables = TableReader.open(configuration, "scale-jobs")) {
            Stream<Seen> seen =
                    choice.ids().isEmpty() ? filtered(tables, choice) : Stream.of(named(tables, choice.ids(), report));
            if (choice.dryRun()) {
                seen.forEach(page -> report.wouldSend(page.jobs().size()));
                return report;
            }
            try (Broker broker = Broker.open(
                    configuration.brokerUrl(),
                    configuration.brokerOptions("scale-jobs").withPublishLimit(PATIENCE))) {
                new CommandSender(broker, configuration.tracing())
                        .send(seen.flatMap(page -> commands(page, report)), report::sent);
            } catch (RuntimeException e) {
                report.failed(e);
            }
        }
        return report;
    }

    /** Jobs, and the database's time when they were read. */
    private record Seen(Instant at, List<JobSummary> jobs) {}

    private Stream<Command> commands(Seen page, JobChangeReport report) {
        List<ExecutionId> executions =
                page.jobs().stream().map(JobSummary::execution).toList();
        List<Command> made = commands.apply(page.at(), executions);
        report.about(made, executions);
        return made.stream();
    }

    private Seen named(TableReader tables, Collection<Long> ids, JobChangeReport report) throws SQLException {
        Seen found = tables.read((connection, now) -> new Seen(now, JobList.byId(connection, ids)));
        Set<Long> missing = new TreeSet<>(ids);
        found.jobs().forEach(job -> missing.remove(job.id()));
        report.missing(missing);
        report.unfit(found.jobs().stream()
                .filter(job -> !applicable.contains(job.status()))
                .toList());
        return new Seen(
                found.at(),
                found.jobs().stream()
                        .filter(job -> applicable.contains(job.status()))
                        .toList());
    }

    private Stream<Seen> filtered(TableReader tables, JobChoice choice) throws SQLException {
        Seen first = tables.read((connection, now) -> new Seen(
                now,
                JobList.oldest(connection, meant(choice.filter().filter(now)), OptionalLong.empty(), READ_AT_ONCE)));
        if (first.jobs().size() > JobChoice.PAGE && !choice.yes() && !choice.dryRun()) {
            throw Failure.usage("more than " + JobChoice.PAGE
                    + " jobs match: --dry-run counts them, --yes says that all of" + " them are meant");
        }
        // ages count from the first reading, whatever the paging takes
        JobFilter filter = meant(choice.filter().filter(first.at()));
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new Pages(tables, filter, first), Spliterator.ORDERED), false);
    }

    private JobFilter meant(JobFilter filter) {
        Set<JobStatus> unfit = new TreeSet<>(filter.statuses());
        unfit.removeAll(applicable);
        if (!unfit.isEmpty()) {
            throw Failure.usage(
                    "--status " + unfit.stream().map(JobStatus::name).collect(Collectors.joining(","))
                            + ": such jobs cannot be " + verb);
        }
        return filter.statuses().isEmpty() ? filter.withStatuses(byDefault) : filter;
    }

    /** One short transaction a page. */
    private static final class Pages implements Iterator<Seen> {

        private final TableReader tables;
        private final JobFilter filter;
        private Seen next;

        Pages(TableReader tables, JobFilter filter, Seen first) {
            this.tables = tables;
            this.filter = filter;
            this.next = first;
        }

        @Override
        public boolean hasNext() {
            return !next.jobs().isEmpty();
        }

        @Override
        public Seen next() {
            Seen page = next;
            if (page.jobs().isEmpty()) {
                throw new java.util.NoSuchElementException();
            }
            next = page.jobs().size() < READ_AT_ONCE ? new Seen(page.at(), List.of()) : after(page);
            return page;
        }

        private Seen after(Seen page) {
            long last = page.jobs().get(page.jobs().size() - 1).id();
            try {
                return tables.read((connection, now) ->
                        new Seen(now, JobList.oldest(connection, filter, OptionalLong.of(last), READ_AT_ONCE)));
            } catch (SQLException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
    }
}
