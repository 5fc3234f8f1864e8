package dev.scale.examples;

import dev.scale.messaging.CommandModule;
import dev.scale.messaging.HandlerGroup;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes a jar of this a command module: named in {@code META-INF/services}, loaded by {@code scale handler --modules}. */
public final class ExamplesModule implements CommandModule {

    @Override
    public String name() {
        return "examples";
    }

    @Override
    public List<HandlerGroup<?>> groups() {
        return Stream.<HandlerGroup<?>>concat(Stream.of(WordTotals.handlers()), Orders.handlers().stream())
                .toList();
    }

    /** Migrated by the handler process, with a history of their own. */
    @Override
    public Optional<String> migrations() {
        return Optional.of("dev/scale/examples/schema");
    }
}
