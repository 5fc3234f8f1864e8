package dev.scale.messaging;

import java.util.Map;

/** What the body of a command may be, so that log lines about the command tell more than its id and type. */
public interface Subject {

    /**
     * What the command is about, by the name of a log field, such as {@code job}; one short line each, and no secret. Asked only
     * where somebody may read it, never for each command of a batch.
     */
    Map<String, String> subject();
}
