package dev.scale.jobs;

import dev.scale.messaging.CommandHandler;
import dev.scale.messaging.HandlerGroup;
import java.util.List;

/** The body of a command that only tries the way of commands; each is remembered in the inbox. */
public sealed interface TestAid permits Echo, Failing {

    static HandlerGroup<TestAid> group() {
        return HandlerGroup.of("test-aids", List.of(Echo.TYPE, Failing.TYPE), CommandHandler.each((command, unit) -> {
            TestAid body = command.body();
            if (body instanceof Failing failing) {
                throw failing.failure();
            }
            if (body instanceof Echo echo) {
                echo.log(command);
            }
        }));
    }
}
