package dev.scale.jobs;

import dev.scale.messaging.Received;
import dev.scale.messaging.store.StoredText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The submissions of a batch: makes the jobs that are new, and judges the others. */
final class NewJobs {

    private static final String INSERT_TYPES =
            "insert into scale.job_type (name) select n from unnest(?) as n order by n on conflict do nothing";

    /** In the order of ids, so that two transactions that make the same jobs wait in one direction only. */
    private static final String INSERT = """
            insert into scale.job (id, type, status, exe_num, first_exe, max_tries, priority, claimed_by, submitted_by,
                                   input, queued, claimed_at)
            select s.id, s.type, s.status, s.exe_num, s.exe_num, s.max_tries, s.priority, s.claimed_by, s.submitted_by,
                   s.input, case when s.exe_num > 0 then now() end, case when s.claimed_by is not null then now() end
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
                 as s (id, type, status, exe_num, max_tries, priority, claimed_by, submitted_by, input)
            order by s.id
            on conflict do nothing
            returning id""";

    /**
     * In the same round trip, but as a statement of its own: the insertion may have waited for a job to be pruned, which only a
     * later statement sees.
     */
    private static final String INSERT_UNLESS_PRUNED = INSERT + ";" + PrunedJobs.SELECT;

    private static final String REMOVE = "delete from scale.job where id = any (?)";

    /** What is compared here never changes once a job is made, so that no lock is needed. */
    private static final String SELECT_SAME = """
            select s.place
            from unnest(?, ?, ?, ?, ?) as s (place, id, type, submitted_by, input) join scale.job j on j.id = s.id
            where j.submitted_by = s.submitted_by or (j.type = s.type and j.input is not distinct from s.input)""";

    /**
     * One element of a submitting command.
     *
     * @param delivery index of the command in the batch
     * @param position of the element in the command
     */
    record Submitted(Received<JobCommand> command, int delivery, int position, Submission job) {

        private boolean is(Submitted other) {
            return delivery == other.delivery && position == other.position;
        }

        private @Nullable String submittedBy() {
            return command.envelope().id().map(StoredText::key).orElse(null);
        }

        private JobState state() {
            return JobState.submitted(job.maxTries(), job.priority(), job.queue());
        }

        static List<Submitted> of(List<Received<JobCommand>> commands) {
            List<Submitted> all = new ArrayList<>();
            for (int delivery = 0; delivery < commands.size(); delivery++) {
                Received<JobCommand> command = commands.get(delivery);
                if (command.body() instanceof SubmitJobs submit) {
                    for (int i = 0; i < submit.jobs().size(); i++) {
                        all.add(new Submitted(
                                command, delivery, i, submit.jobs().get(i)));
                    }
                }
            }
            return all;
        }
    }

    private final Map<Long, JobState> made = new LinkedHashMap<>();
    private final List<Submitted> refused = new ArrayList<>();
    private int pruned;

    private NewJobs() {}

    static NewJobs store(Connection connection, List<Submitted> submissions) throws SQLException {
        NewJobs jobs = new NewJobs();
        if (submissions.isEmpty()) {
            return jobs;
        }
        Map<Long, Submitted> firsts = new TreeMap<>();
        submissions.forEach(submitted -> firsts.putIfAbsent(submitted.job().id(), submitted));
        insertTypes(connection, submissions);
        Inserted result = insert(connection, firsts.values());
        Set<Long> inserted = result.ids();
        List<Submitted> others = new ArrayList<>();
        for (Submitted submitted : submissions) {
            long id = submitted.job().id();
            Submitted first = firsts.getOrDefault(id, submitted);
            if (result.pruned().contains(id)) {
                jobs.pruned++;
            } else if (inserted.contains(id) && submitted.is(first)) {
                jobs.made.put(id, submitted.state());
            } else {
                others.add(submitted);
            }
        }
        if (!others.isEmpty()) {
            Set<Integer> same = selectSame(connection, others, firsts);
            for (int i = 0; i < others.size(); i++) {
                if (!same.contains(i)) {
                    jobs.refused.add(others.get(i));
                }
            }
            jobs.sparePruned(connection);
        }
        return jobs;
    }

    /** The jobs that did not exist before, by id. */
    Map<Long, JobState> made() {
        return made;
    }

    /** Submissions under the id of a job that another command made with other content. */
    List<Submitted> refused() {
        return refused;
    }

    /** Parts of submissions whose job has been there and was pruned: there is nothing to do. */
    int pruned() {
        return pruned;
    }

    /** A job that was there at the insertion may have been pruned before its content was compared. */
    private void sparePruned(Connection connection) throws SQLException {
        Set<Long> gone = PrunedJobs.among(
                connection,
                refused.stream().map(submitted -> submitted.job().id()).collect(Collectors.toSet()));
        int before = refused.size();
        refused.removeIf(submitted -> gone.contains(submitted.job().id()));
        pruned += before - refused.size();
    }

    /**
     * Jobs that were inserted.
     *
     * @param pruned ids of jobs that were pruned once; they are not among the others
     */
    private record Inserted(Set<Long> ids, Set<Long> pruned) {}

    private static void insertTypes(Connection connection, List<Submitted> submissions) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_TYPES)) {
            insert.setArray(
                    1,
                    connection.createArrayOf(
                            "text",
                            submissions.stream()
                                    .map(submitted -> submitted.job().type())
                                    .distinct()
                                    .toArray()));
            insert.executeUpdate();
        }
    }

    private static Inserted insert(Connection connection, Collection<Submitted> firsts) throws SQLException {
        SqlArrays<Submitted> rows = new SqlArrays<>(connection, firsts);
        try (PreparedStatement insert = connection.prepareStatement(INSERT_UNLESS_PRUNED)) {
            insert.setArray(1, rows.bigints(row -> row.job().id()));
            insert.setArray(2, rows.texts(row -> row.job().type()));
            insert.setArray(3, rows.texts(row -> row.state().status().name()));
            insert.setArray(4, rows.integers(row -> row.state().exeNum()));
            insert.setArray(5, rows.integers(row -> row.job().maxTries()));
            insert.setArray(6, rows.integers(row -> row.job().priority()));
            insert.setArray(7, rows.texts(row -> row.job().claimedBy()));
            insert.setArray(8, rows.texts(Submitted::submittedBy));
            insert.setArray(9, rows.jsons(row -> row.job().input()));
            insert.setArray(10, rows.bigints(row -> row.job().id()));
            insert.execute();
            Set<Long> ids;
            try (ResultSet inserted = insert.getResultSet()) {
                ids = PrunedJobs.read(inserted);
            }
            insert.getMoreResults();
            Set<Long> pruned;
            try (ResultSet remembered = insert.getResultSet()) {
                pruned = PrunedJobs.read(remembered);
            }
            pruned.retainAll(ids);
            remove(connection, pruned);
            ids.removeAll(pruned);
            return new Inserted(ids, pruned);
        }
    }

    private static void remove(Connection connection, Set<Long> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (PreparedStatement remove = connection.prepareStatement(REMOVE)) {
            remove.setArray(1, new SqlArrays<>(connection, ids).bigints(id -> id));
            remove.executeUpdate();
        }
    }

    private static Set<Integer> selectSame(Connection connection, List<Submitted> others, Map<Long, Submitted> firsts)
            throws SQLException {
        SqlArrays<Submitted> rows = new SqlArrays<>(connection, others);
        try (PreparedStatement select = connection.prepareStatement(SELECT_SAME)) {
            int[] row = {0};
            select.setArray(1, rows.integers(submitted -> row[0]++));
            select.setArray(2, rows.bigints(submitted -> submitted.job().id()));
            select.setArray(3, rows.texts(submitted -> submitted.job().type()));
            select.setArray(
                    4,
                    rows.texts(submitted -> isFirstOfItsDelivery(submitted, firsts) ? submitted.submittedBy() : null));
            select.setArray(5, rows.jsons(submitted -> submitted.job().input()));
            Set<Integer> same = new HashSet<>();
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    same.add(found.getInt(1));
                }
            }
            return same;
        }
    }

    /** A command that names an id twice with other content contradicts itself: there its being the maker proves nothing. */
    private static boolean isFirstOfItsDelivery(Submitted submitted, Map<Long, Submitted> firsts) {
        Submitted first = firsts.getOrDefault(submitted.job().id(), submitted);
        return submitted.is(first) || submitted.delivery() != first.delivery();
    }
}
