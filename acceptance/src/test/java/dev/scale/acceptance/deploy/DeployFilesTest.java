package dev.scale.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.app.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What all files under {@code deploy/} have in common: names of settings, images and ports. */
class DeployFilesTest {

    private static final Pattern VARIABLE = Pattern.compile("\\bSCALE_[A-Z_]*[A-Z]\\b");
    private static final Pattern IMAGE = Pattern.compile("\"?image\"?: *\"?([a-z0-9./-]+:[a-z0-9.-]+)");
    private static final Pattern PORT = Pattern.compile(
            "(?:\"?(?:containerPort|hostPort|servicePort|port|targetPort)\"?: *|EXPOSE |127\\.0\\.0\\.1:|@?[a-z-]+[a-z.]*:(?=\\d{4,5}/))(\\d{2,5})\\b");
    /** Of others: names, HTTPS, AMQP with TLS. */
    private static final Set<String> OTHERS_PORTS = Set.of("53", "443", "5671");

    @Test
    void everyVariableIsASettingOfTheProgram() throws IOException {
        for (Path file : DeployFiles.all()) {
            assertThat(found(VARIABLE, file, 0)).as(file.toString()).isSubsetOf(DeployFiles.variables());
        }
    }

    @Test
    void everyImageIsOneOfTheList() throws IOException {
        Set<String> seen = new HashSet<>();
        for (Path file : DeployFiles.all()) {
            Set<String> images = found(IMAGE, file, 1);
            assertThat(images).as(file.toString()).isSubsetOf(DeployFiles.images());
            seen.addAll(images);
        }
        assertThat(seen)
                .contains(DeployFiles.image("scale"), DeployFiles.image("rabbitmq"), DeployFiles.image("postgres"));
        assertThat(Dockerfile.read(DeployFiles.ROOT.resolve("docker/Dockerfile")).instructions().stream()
                        .filter(instruction -> instruction.name().equals("FROM"))
                        .map(instruction -> instruction.words().get(0)))
                .containsExactly(DeployFiles.image("build"), DeployFiles.image("java"));
    }

    @Test
    void everyPortIsOneOfTheList() throws IOException {
        for (Path file : DeployFiles.all()) {
            Set<String> others = found(PORT, file, 1);
            others.removeAll(DeployFiles.ports());
            assertThat(others).as(file.toString()).isSubsetOf(OTHERS_PORTS);
        }
        assertThat(DeployFiles.known().getProperty("port.http")).isEqualTo(Setting.HTTP_PORT.defaultValue());
    }

    @Test
    void theImagesTagIsTheProjectsVersion() throws IOException {
        Matcher version = Pattern.compile("<version>([0-9.]+)(-SNAPSHOT)?</version>")
                .matcher(Files.readString(DeployFiles.ROOT.resolve("../pom.xml")));
        assertThat(version.find()).isTrue();
        assertThat(DeployFiles.image("scale")).endsWith(":" + version.group(1));
        for (String file : List.of("kubernetes/base", "kubernetes/task")) {
            assertThat(DeployFiles.yaml(DeployFiles.ROOT.resolve(file).resolve("kustomization.yaml"))
                            .get(0))
                    .extracting("images")
                    .isEqualTo(List.of(java.util.Map.of("name", "scale-messaging", "newTag", version.group(1))));
        }
    }

    private static Set<String> found(Pattern pattern, Path file, int group) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map(result -> result.group(group))
                .collect(Collectors.toCollection(HashSet::new));
    }
}
