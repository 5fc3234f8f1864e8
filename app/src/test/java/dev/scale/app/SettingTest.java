package dev.scale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingTest {

    @Test
    void theDocumentedTableIsTheOneOfTheProgram() throws IOException {
        assertThat(Files.readString(Path.of("../docs/configuration.md")))
                .as("docs/configuration.md is to hold exactly:\n%s", Setting.table())
                .contains(Setting.table());
    }
}
