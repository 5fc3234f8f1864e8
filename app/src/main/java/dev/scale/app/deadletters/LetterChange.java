package dev.scale.app.deadletters;

import dev.scale.app.Failure;
import dev.scale.app.TableReader;
import dev.scale.messaging.store.Audit;
import dev.scale.messaging.store.DeadLetterFilter;
import dev.scale.messaging.store.DeadLetterList;
import dev.scale.messaging.store.KeptLetter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Closes dead letters in transactions of a bounded size: those that are done stay done, whatever happens to the later ones. One that
 * somebody else has closed meanwhile is left as it is.
 *
 * @param what the act's name in the audit
 * @param action what is done to those that are open
 */
record LetterChange(TableReader tables, LetterChoice choice, String what, Action action) {

    private static final int MOST_AT_ONCE = 500;

    /** Bodies are read into memory when they are sent again. */
    private static final long MOST_BYTES_AT_ONCE = 16L * 1024 * 1024;

    /** In the caller's transaction. */
    interface Action {
        /**
         * Closes those of them that are open.
         *
         * @param start when the whole began, by the database's clock
         * @param done how many were closed before
         * @return ids of those that were open
         */
        Collection<Long> close(Connection connection, List<Long> ids, Instant start, long done) throws SQLException;
    }

    LetterReport carryOut() throws SQLException {
        LetterReport report = new LetterReport(choice.dryRun());
        List<Long> ids = choice.ids();
        if (!ids.isEmpty()) {
            List<KeptLetter> letters = tables.read((connection, now) -> DeadLetterList.byId(connection, ids));
            report.named(ids, letters);
            closeAll(letters.stream().filter(kept -> kept.resolvedAt() == null).toList(), report);
            return report;
        }
        DeadLetterFilter filter =
                tables.read((connection, now) -> choice.filter().filter(now, false));
        long count = tables.read((connection, now) -> DeadLetterList.count(connection, filter));
        if (choice.dryRun()) {
            report.wouldClose(count);
            return report;
        }
        if (count > LetterChoice.PAGE && !choice.yes()) {
            throw Failure.usage(count + " dead letters match: --yes says that all of them are meant");
        }
        for (List<KeptLetter> page = page(filter, OptionalLong.empty());
                !page.isEmpty();
                page = page(filter, OptionalLong.of(page.get(page.size() - 1).id()))) {
            closeAll(page, report);
        }
        return report;
    }

    private List<KeptLetter> page(DeadLetterFilter filter, OptionalLong above) throws SQLException {
        return tables.read((connection, now) -> DeadLetterList.oldest(connection, filter, above, MOST_AT_ONCE));
    }

    /** Each queue by itself, so that its audit tells of all that was done to its letters. */
    private void closeAll(List<KeptLetter> letters, LetterReport report) throws SQLException {
        Map<String, List<KeptLetter>> byQueue = letters.stream()
                .collect(Collectors.groupingBy(kept -> kept.letter().queue(), LinkedHashMap::new, Collectors.toList()));
        for (Map.Entry<String, List<KeptLetter>> queue : byQueue.entrySet()) {
            closeAll(queue.getKey(), queue.getValue(), report);
        }
    }

    private void closeAll(String queue, List<KeptLetter> letters, LetterReport report) throws SQLException {
        List<Long> part = new ArrayList<>();
        long bytes = 0;
        for (KeptLetter letter : letters) {
            if (!part.isEmpty() && (part.size() == MOST_AT_ONCE || bytes + letter.bodyBytes() > MOST_BYTES_AT_ONCE)) {
                close(queue, part, report);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(letter.id());
            bytes += letter.bodyBytes();
        }
        if (!part.isEmpty()) {
            close(queue, part, report);
        }
    }

    private void close(String queue, List<Long> ids, LetterReport report) throws SQLException {
        if (choice.dryRun()) {
            report.wouldClose(ids.size());
            return;
        }
        report.closed(ids, tables.write((connection, now) -> {
            Audit.Act act = act(connection, queue, report);
            Collection<Long> closed = action.close(connection, ids, report.start(now), report.done());
            Audit.count(connection, act, closed.size());
            report.goesOnAs(act);
            return closed;
        }));
    }

    private Audit.Act act(Connection connection, String queue, LetterReport report) throws SQLException {
        OptionalLong begun = report.act(queue);
        Optional<Audit.Act> same = begun.isEmpty()
                ? Optional.empty()
                : Audit.goOn(connection, begun.getAsLong(), queue, Operator.name(), what, choice.words());
        return same.isPresent() ? same.get() : Audit.begin(connection, queue, Operator.name(), what, choice.words());
    }
}
