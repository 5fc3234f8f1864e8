package dev.scale.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionTest {

    @Test
    void theBuildWritesDownTheVersion() throws Exception {
        assertThat(new Version().getVersion())
                .singleElement()
                .asString()
                .matches("scale \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?( \\(commit [0-9a-f]{12}(-dirty)?\\))?");
    }

    @Test
    void theCommitIsLeftOutWhereTheBuildKnewNone() {
        assertThat(Version.line("1.2.3", "0123456789ab")).isEqualTo("scale 1.2.3 (commit 0123456789ab)");
        assertThat(Version.line("1.2.3", "")).isEqualTo("scale 1.2.3");
        assertThat(Version.line("1.2.3", "${scale.commit}")).isEqualTo("scale 1.2.3");
    }
}
