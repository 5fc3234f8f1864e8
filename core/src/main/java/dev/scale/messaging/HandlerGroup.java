package dev.scale.messaging;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * Command types that one handler takes together.
 *
 * @param name shown to operators
 * @param types the types, at least one
 * @param handler their handler
 * @param idempotent whether handling the command again is harmless, so that it needs no row in the inbox
 * @param batchSize most commands a batch; empty: the worker's
 * @param retry how often a failing command is tried; empty: the worker's policy
 * @param pruning how what its commands leave behind is pruned by age; empty: it is not
 */
public record HandlerGroup<C>(
        String name,
        List<CommandType<? extends C>> types,
        CommandHandler<C> handler,
        Predicate<C> idempotent,
        OptionalInt batchSize,
        Optional<RetryPolicy> retry,
        Optional<PruningStep> pruning) {

    public HandlerGroup {
        types = List.copyOf(types);
        if (types.isEmpty()) {
            throw new IllegalArgumentException("group '" + name + "' has no command types");
        }
        if (batchSize.orElse(1) < 1) {
            throw new IllegalArgumentException("group '" + name + "' needs a batch size of at least 1");
        }
    }

    /** A group that remembers each try in the inbox, so that every effect happens once. */
    public static <C> HandlerGroup<C> of(String name, List<CommandType<? extends C>> types, CommandHandler<C> handler) {
        return new HandlerGroup<>(
                name, types, handler, command -> false, OptionalInt.empty(), Optional.empty(), Optional.empty());
    }

    /** A group of one type. */
    public static <C> HandlerGroup<C> of(CommandType<C> type, CommandHandler<C> handler) {
        return of(type.name(), List.of(type), handler);
    }

    /** The same group without the inbox for the commands that the predicate accepts: their handler recognises what it has done. */
    public HandlerGroup<C> idempotent(Predicate<C> predicate) {
        return new HandlerGroup<>(name, types, handler, predicate, batchSize, retry, pruning);
    }

    /** The same group with at most so many commands a batch. */
    public HandlerGroup<C> batchSize(int most) {
        return new HandlerGroup<>(name, types, handler, idempotent, OptionalInt.of(most), retry, pruning);
    }

    /** The same group with a retry policy of its own. */
    public HandlerGroup<C> retry(RetryPolicy policy) {
        return new HandlerGroup<>(name, types, handler, idempotent, batchSize, Optional.of(policy), pruning);
    }

    /** The same group, whose worker also prunes in this way. */
    public HandlerGroup<C> pruning(PruningStep step) {
        return new HandlerGroup<>(name, types, handler, idempotent, batchSize, retry, Optional.of(step));
    }

    /** The same group with another handler. */
    HandlerGroup<C> handledBy(CommandHandler<C> other) {
        return new HandlerGroup<>(name, types, other, idempotent, batchSize, retry, pruning);
    }
}
