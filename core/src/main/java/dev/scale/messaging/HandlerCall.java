package dev.scale.messaging;

import java.sql.Connection;
import java.time.Instant;
import java.util.List;

/** Calls a group's handler within a transaction. */
record HandlerCall<C>(Connection connection, HandlerGroup<C> group, Tracing tracing, Instant now) {

    /** With a unit of work of its own; whatever the handler throws comes out as a {@link HandlerFailure}. */
    Handled<C> of(List<Item<C>> items) {
        List<Received<C>> commands = items.stream().map(Item::command).toList();
        boolean remembered =
                commands.stream().noneMatch(command -> group.idempotent().test(command.body()));
        RecordingUnit unit;
        try (Traced call = tracing.handle(group.name(), commands)) {
            unit = new RecordingUnit(connection, commands, remembered, call.headers(), now);
            handle(commands, unit, call);
        }
        Handled<C> handled = new Handled<>();
        items.forEach(item -> handled.ends().put(item, unit.endOf(item.command())));
        handled.followUps().addAll(unit.followUps());
        handled.withoutEffect().putAll(unit.withoutEffect());
        return handled;
    }

    private void handle(List<Received<C>> commands, UnitOfWork unit, Traced call) {
        try (LogContext unused = LogContext.of(group.name(), commands)) {
            group.handler().handle(commands, unit);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            call.failed(e);
            // Errors too: a StackOverflowError or a missing class is this command's trouble, not its neighbours'.
            throw new HandlerFailure(e);
        }
    }
}
