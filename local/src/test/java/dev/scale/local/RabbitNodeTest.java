package dev.scale.local;

import java.nio.file.Path;
import java.util.List;

class RabbitNodeTest extends AmqpServiceContract {
    @Override
    LocalService start(Path folder) {
        MissingService.require(
                RabbitNode.installed(), "no RabbitMQ server is installed (apt-get install rabbitmq-server)");
        return RabbitNode.start(folder);
    }

    @Override
    List<String> eventsOfAnUnroutableMessage() {
        return List.of("returned 312", "confirmed 1");
    }
}
