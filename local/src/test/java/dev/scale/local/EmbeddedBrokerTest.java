package dev.scale.local;

import java.nio.file.Path;
import java.util.List;

class EmbeddedBrokerTest extends AmqpServiceContract {
    @Override
    LocalService start(Path folder) {
        return EmbeddedBroker.start(folder);
    }

    @Override
    List<String> eventsOfAnUnroutableMessage() {
        return List.of("refused 1", "returned 312");
    }
}
