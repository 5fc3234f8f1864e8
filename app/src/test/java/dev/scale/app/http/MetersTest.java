package dev.scale.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetersTest {

    @Test
    void theDocumentedTableIsTheOneOfTheProgram() throws IOException {
        assertThat(Files.readString(Path.of("../docs/metrics.md")))
                .as("docs/metrics.md is to hold exactly:\n%s", Meters.table())
                .contains(Meters.table());
    }
}
