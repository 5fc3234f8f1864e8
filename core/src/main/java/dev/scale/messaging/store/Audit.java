package dev.scale.messaging.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What people did to dead letters and handlers. All methods work in the caller's transaction: an act and its entry are one. */
public final class Audit {

    private static final String BEGIN = "insert into scale.audit (queue, actor, act, subject, number)"
            + " values (?, ?, ?, ?, 0) returning id, at, queue, actor, act, subject, number";
    private static final String GO_ON = "select id, at, queue, actor, act, subject, number from scale.audit"
            + " where id = ? and queue = ? and actor = ? and act = ? and subject = ? and at > now() - interval '1 hour'"
            + " for no key update";
    private static final String COUNT = "update scale.audit set number = number + ? where id = ?";
    private static final String NEWEST = "select id, at, queue, actor, act, subject, number from scale.audit"
            + " where id < ? and (? or queue = ?) order by id desc limit ?";
    private static final String PRUNE = "delete from scale.audit where id in (select id from"
            + " (select id, at from scale.audit order by id limit ?) as oldest"
            + " where at < now() - ? * interval '1 millisecond')";

    private Audit() {}

    /**
     * An act.
     *
     * @param actor who: user and host, or the address of a browser
     * @param act what was done, such as {@code replay}
     * @param subject to what, for people
     * @param number how many there were in the end; an act that takes many transactions grows while it goes on
     */
    public record Act(long id, Instant at, String queue, String actor, String act, String subject, long number) {}

    /** Begins an act; what it does in one or several transactions is {@link #count counted}. */
    public static Act begin(Connection connection, String queue, String actor, String act, String subject)
            throws SQLException {
        try (PreparedStatement begin = connection.prepareStatement(BEGIN)) {
            begin.setString(1, StoredText.sanitize(queue));
            begin.setString(2, StoredText.reason(actor));
            begin.setString(3, act);
            begin.setString(4, StoredText.reason(subject));
            return acts(begin).get(0);
        }
    }

    /**
     * The act of this id, if it is the same in all that is said of it and began within the last hour: nobody does anything under
     * another one's name. Nobody else goes on with it at the same time.
     */
    public static Optional<Act> goOn(
            Connection connection, long id, String queue, String actor, String act, String subject)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(GO_ON)) {
            select.setLong(1, id);
            select.setString(2, StoredText.sanitize(queue));
            select.setString(3, StoredText.reason(actor));
            select.setString(4, act);
            select.setString(5, StoredText.reason(subject));
            return acts(select).stream().findAny();
        }
    }

    /** So many more. */
    public static void count(Connection connection, Act act, int more) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(COUNT)) {
            count.setInt(1, more);
            count.setLong(2, act.id());
            count.executeUpdate();
        }
    }

    /**
     * The newest acts.
     *
     * @param queue of this queue; empty: of all
     * @param before with smaller ids
     */
    public static List<Act> newest(Connection connection, Optional<String> queue, OptionalLong before, int most)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(NEWEST)) {
            select.setLong(1, before.orElse(Long.MAX_VALUE));
            select.setBoolean(2, queue.isEmpty());
            select.setString(3, StoredText.sanitize(queue.orElse("")));
            select.setInt(4, most);
            return acts(select);
        }
    }

    /** Forgets older acts, at most so many; returns how many. */
    public static int prune(Connection connection, Duration age, int most) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(PRUNE)) {
            delete.setInt(1, most);
            delete.setLong(2, age.toMillis());
            return delete.executeUpdate();
        }
    }

    private static List<Act> acts(PreparedStatement statement) throws SQLException {
        List<Act> acts = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                acts.add(new Act(
                        row.getLong("id"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("queue"),
                        row.getString("actor"),
                        row.getString("act"),
                        row.getString("subject"),
                        row.getLong("number")));
            }
        }
        return acts;
    }
}
