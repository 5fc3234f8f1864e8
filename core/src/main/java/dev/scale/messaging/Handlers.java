package dev.scale.messaging;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The handler groups of a worker: which group takes a command type. */
public final class Handlers {

    /** A type in its group. */
    record Registration<C>(CommandType<? extends C> type, HandlerGroup<C> group) {}

    private final List<HandlerGroup<?>> groups;
    private final Map<String, Registration<?>> byTypeName = new HashMap<>();

    private Handlers(List<HandlerGroup<?>> groups) {
        this.groups = groups;
        Set<String> names = new HashSet<>();
        for (HandlerGroup<?> group : groups) {
            if (!names.add(group.name())) {
                throw new IllegalArgumentException("two handler groups are named '" + group.name() + "'");
            }
            register(group);
        }
    }

    /** Throws IllegalArgumentException where two groups share a name or a command type. */
    public static Handlers of(Collection<? extends HandlerGroup<?>> groups) {
        return new Handlers(List.copyOf(groups));
    }

    /** These and one more. */
    Handlers with(HandlerGroup<?> group) {
        List<HandlerGroup<?>> all = new ArrayList<>(groups);
        all.add(group);
        return new Handlers(List.copyOf(all));
    }

    /** The groups, in the order given. */
    public List<HandlerGroup<?>> groups() {
        return groups;
    }

    /** What the groups' modules prune, each once. */
    List<PruningStep> pruning() {
        return groups.stream()
                .flatMap(group -> group.pruning().stream())
                .distinct()
                .toList();
    }

    Optional<Registration<?>> find(String typeName) {
        return Optional.ofNullable(byTypeName.get(typeName));
    }

    private <C> void register(HandlerGroup<C> group) {
        for (CommandType<? extends C> type : group.types()) {
            Registration<?> other = byTypeName.putIfAbsent(type.name(), new Registration<>(type, group));
            if (other != null) {
                throw new IllegalArgumentException("command type '" + type.name() + "' is in two handler groups: '"
                        + other.group().name() + "' and '" + group.name() + "'");
            }
        }
    }
}
