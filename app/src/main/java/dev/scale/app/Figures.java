package dev.scale.app;

import dev.scale.messaging.store.Backlog;
import dev.scale.messaging.store.ConnectionUse;
import dev.scale.messaging.store.Freshness;
import dev.scale.messaging.store.LiveWorkers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * The state of a queue and its handlers at one moment; {@link Figure} names the parts. What could not be read is empty.
 *
 * @param ready commands that wait in the queue
 * @param rateIn commands a second that come; needs two looks
 */
public record Figures(
        Optional<Freshness> freshness,
        Optional<LiveWorkers> workers,
        Optional<Backlog> backlog,
        Optional<ConnectionUse> connections,
        Optional<Double> ready,
        Optional<Double> rateIn) {

    /** Nothing could be read. */
    public static final Figures UNKNOWN = new Figures(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Reads what the database knows, in the caller's transaction; nothing where there are no tables yet. */
    public static Figures read(Connection connection, String queue) throws SQLException {
        Optional<Backlog> backlog = Backlog.of(connection, queue);
        if (backlog.isEmpty()) {
            return UNKNOWN;
        }
        return new Figures(
                Optional.of(Freshness.read(connection, queue)),
                Optional.of(LiveWorkers.read(connection, queue)),
                backlog,
                Optional.of(ConnectionUse.of(connection)),
                Optional.empty(),
                Optional.empty());
    }

    /** The same with what waits in the queue. */
    public Figures withReady(long commands) {
        return new Figures(freshness, workers, backlog, connections, Optional.of((double) commands), rateIn);
    }

    /** The same with the rate of what comes, which two looks tell. */
    public Figures withRateIn(double perSecond) {
        return new Figures(freshness, workers, backlog, connections, ready, Optional.of(perSecond));
    }

    Optional<Double> rateOut() {
        return workers.map(live -> live.perSecond());
    }

    /** Nothing waits: no time. Something waits and nothing is ended: unknown. */
    Optional<Double> timeToDrain() {
        double waiting = ready.orElse(Double.NaN);
        double rate = rateOut().orElse(0.0);
        if (waiting == 0) {
            return Optional.of(0.0);
        }
        return Double.isNaN(waiting) || rate <= 0 ? Optional.empty() : Optional.of(waiting / rate);
    }

    /** Writes all of them as members; null where one is unknown. */
    public void write(JsonGenerator generator) {
        for (Figure figure : Figure.values()) {
            generator.writeName(figure.key());
            figure.of(this).ifPresentOrElse(value -> writeNumber(generator, value), generator::writeNull);
        }
    }

    private static void writeNumber(JsonGenerator generator, double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            generator.writeNumber((long) value);
        } else {
            generator.writeNumber(Math.round(value * 1e6) / 1e6);
        }
    }
}
