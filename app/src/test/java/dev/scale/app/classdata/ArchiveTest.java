package dev.scale.app.classdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArchiveTest {

    @Test
    void ofSeveralListsEachClassIsTakenOnceWithoutTheNumberThatLaterJvmsGiveIt() {
        List<String> lines = List.of(
                "# NOTE: Do not modify this file.",
                "java/lang/Object id: 0",
                "dev/scale/app/Main id: 892",
                "@lambda-proxy dev/scale/app/Main run ()V",
                "java/lang/Object id: 0",
                "dev/scale/app/UpCommand id: 892",
                "dev/scale/app/Main id: 901",
                "java/lang/String",
                "the/users/Module id: 7 super: 0 source: /home/me/modules/own.jar");

        assertThat(Archive.classes(lines))
                .containsExactly(
                        "# NOTE: Do not modify this file.",
                        "java/lang/Object",
                        "dev/scale/app/Main",
                        "@lambda-proxy dev/scale/app/Main run ()V",
                        "dev/scale/app/UpCommand",
                        "java/lang/String");
    }
}
