package dev.scale.messaging;

import java.util.List;
import java.util.Optional;

/** A set of commands with its handlers and tables, in a jar that handler processes find by {@link java.util.ServiceLoader}. */
public interface CommandModule {

    /** Lower case, unique; also names the module's migration history. */
    String name();

    List<HandlerGroup<?>> groups();

    /** Folder on the class path with the module's numbered migrations, where it has tables. */
    Optional<String> migrations();
}
