package dev.scale.jobs;

import dev.scale.messaging.CommandHandler;
import dev.scale.messaging.HandlerGroup;
import dev.scale.messaging.Received;
import dev.scale.messaging.UnitOfWork;
import java.util.List;

/** The body of a command that only tries out how commands travel and end; each is remembered in the inbox. */
sealed interface TestAid permits Echo, Chain, Failing {

    /** Any JSON value as text. */
    String json();

    static HandlerGroup<TestAid> group() {
        return HandlerGroup.of(
                "test-aids", List.of(Echo.TYPE, Chain.TYPE, Failing.TYPE), CommandHandler.each(TestAid::handle));
    }

    private static void handle(Received<TestAid> command, UnitOfWork unit) {
        TestAid body = command.body();
        if (body instanceof Chain chain) {
            unit.send(Echo.TYPE, new Echo(chain.json()));
        } else if (body instanceof Echo echo) {
            echo.log(command);
        } else {
            throw new IllegalStateException("a command of type '" + Failing.TYPE + "' always fails");
        }
    }
}
