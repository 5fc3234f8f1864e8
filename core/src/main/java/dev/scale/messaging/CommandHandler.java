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

    /** A handler that takes the commands of a batch one after the other. */
    static <C> CommandHandler<C> each(OneAtATime<C> handler) {
        return (commands, unit) -> {
            for (Received<C> command : commands) {
                handler.handle(command, unit);
            }
        };
    }
}
