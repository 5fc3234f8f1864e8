package dev.scale.acceptance.broker;

import dev.scale.local.EmbeddedBroker;
import dev.scale.local.LocalService;
import dev.scale.local.LocalServiceException;
import dev.scale.local.RabbitNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A service for all test classes of a JVM that ask for it: started for the first, stopped at the JVM's end. Its store is the session's, since
 * a JVM that takes turns with others is given its classes one at a time, each in a root context of its own.
 */
final class SharedService implements BeforeAllCallback {

    private final String name;
    private final Function<Path, LocalService> start;
    private LocalService service;

    private SharedService(String name, Function<Path, LocalService> start) {
        this.name = name;
        this.start = start;
    }

    static SharedService embeddedBroker() {
        return new SharedService("embedded broker", EmbeddedBroker::start);
    }

    static SharedService rabbitMq() {
        return new SharedService("RabbitMQ", RabbitNode::start);
    }

    /** A node of its own for tests that trouble it. */
    static SharedService troubledRabbitMq() {
        return new SharedService("troubled RabbitMQ", RabbitNode::start);
    }

    String url() {
        return service.url();
    }

    LocalService service() {
        return service;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        try {
            service = context.getStore(
                            ExtensionContext.StoreScope.LAUNCHER_SESSION,
                            ExtensionContext.Namespace.create(SharedService.class))
                    .computeIfAbsent(name, key -> Running.start(start), Running.class)
                    .service;
        } catch (LocalServiceException missing) {
            if (Objects.equals(System.getenv("CI"), "true")) {
                throw missing;
            }
            System.err.println("SKIPPED " + context.getDisplayName() + ": " + missing.getMessage());
            Assumptions.abort(missing.getMessage());
        }
    }

    private record Running(LocalService service, Path folder) implements AutoCloseable {

        static Running start(Function<Path, LocalService> start) {
            try {
                Path folder = Files.createTempDirectory("scale-acceptance");
                return new Running(start.apply(folder.resolve("service")), folder);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        @Override
        public void close() throws IOException {
            service.close();
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }
}
