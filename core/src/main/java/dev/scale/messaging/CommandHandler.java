package dev.scale.messaging;

import java.util.List;

/**
 * Handles commands of one group.
 *
 * <p>Called by several threads at once, each with a unit of work of its own. Gets all commands of its group that are in
 * the batch, in the order of their arrival, so that it can lock and write in bulk. When it throws, everything it did with
 * its unit of work is undone and it is called again with fewer commands, until the one to blame is alone.
 */
@FunctionalInterface
public interface CommandHandler<C> {

    void handle(List<Received<C>> commands, UnitOfWork unit) throws Exception;

    /** A handler of one command at a time. */
    @FunctionalInterface
    interface OneAtATime<C> {
        void handle(Received<C> command, UnitOfWork unit) throws Exception;
    }

    /**
     * A handler that takes the commands of a batch one after the other. What it logs has the fields {@code message_id},
     * {@code type}, {@code attempt} and {@code trace_id} (SLF4J's MDC), and what the body says of its {@link Subject}.
     */
    static <C> CommandHandler<C> each(OneAtATime<C> handler) {
        return (commands, unit) -> {
            for (Received<C> command : commands) {
                try (LogContext unused = LogContext.of(command)) {
                    handler.handle(command, unit);
                }
            }
        };
    }
}
