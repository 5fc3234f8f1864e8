package dev.scale.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The release script in a copy of the repository; Maven's run is replaced by what it has made in this build. */
class ReleaseIT {

    @TempDir
    Path folder;

    private Path copy;
    private Shell shell;

    @BeforeEach
    void copy() throws Exception {
        String root = DeployFiles.ROOT.getParent().toString();
        Shell outside = Shell.in(folder);
        boolean checkout = outside.run("git", "-c", "safe.directory=*", "-C", root, "rev-parse", "HEAD")
                        .exitCode()
                == 0;
        if (!checkout && !Objects.equals(System.getenv("CI"), "true")) {
            Assumptions.abort("SKIPPED: these sources are no git checkout");
        }
        copy = folder.resolve("copy");
        shell = outside.with("HOME", folder.toString())
                .with("GIT_AUTHOR_NAME", "A Tester")
                .with("GIT_AUTHOR_EMAIL", "tester@scale.invalid")
                .with("GIT_COMMITTER_NAME", "A Tester")
                .with("GIT_COMMITTER_EMAIL", "tester@scale.invalid")
                .with("PATH", folder.resolve("bin") + ":/usr/local/bin:/usr/bin:/bin");
        Files.writeString(folder.resolve(".gitconfig"), "[safe]\n\tdirectory = *\n");
        shell.must("git", "clone", "-q", root, copy.toString());
        // Files that are not committed yet belong to it.
        shell.must(
                "sh",
                "-c",
                "cp -r '" + DeployFiles.ROOT + "/.' copy/deploy && rm -rf copy/deploy/target && cp '" + root
                        + "/pom.xml' copy/ && cp '" + root
                        + "/CHANGELOG.md' copy/ && cd copy && git add -A && (git diff --cached"
                        + " --quiet || git commit -qm work)");
        Path maven = Files.createDirectories(folder.resolve("bin")).resolve("mvn");
        Files.writeString(
                maven,
                "#!/bin/sh\nmkdir -p deploy/target\ncp '" + Distribution.archive()
                        + "' deploy/target/scale-9.8.7.tar.gz\n" + "echo '{}' >deploy/target/sbom.cdx.json\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void setsTheVersionEverywhereWritesChecksumsAndTags() throws Exception {
        assertThat(shell.must(copy.resolve("deploy/release").toString(), "9.8.7"))
                .contains("v9.8.7 is ready");

        assertThat(in("git show v9.8.7:pom.xml"))
                .contains("<version>9.8.7</version>")
                .doesNotContain("SNAPSHOT");
        assertThat(in("git show v9.8.7:app/pom.xml")).contains("<version>9.8.7</version>");
        assertThat(in("git show v9.8.7:CHANGELOG.md")).contains("## [Unreleased]\n\n## [9.8.7] - 20");
        for (String file : new String[] {
            "images.properties", "marathon/alongside.json", "compose/compose.yaml", "dcos/resource.json"
        }) {
            assertThat(in("git show v9.8.7:deploy/" + file)).contains("scale-messaging:9.8.7");
        }
        assertThat(in("git show v9.8.7:deploy/dcos/package.json")).contains("\"version\": \"9.8.7\"");
        assertThat(in("git show v9.8.7:deploy/kubernetes/base/kustomization.yaml"))
                .contains("newTag: 9.8.7");
        assertThat(in("cd deploy/target/release && sha256sum -c SHA256SUMS")).contains("scale-9.8.7.tar.gz: OK");
        assertThat(in("cat pom.xml")).contains("<version>9.9.0-SNAPSHOT</version>");
        assertThat(in("cat deploy/images.properties")).contains("scale-messaging:9.9.0");
        assertThat(in("git status --porcelain")).isEmpty();
    }

    @Test
    void refusesAFolderWithChangesAndAVersionThatIsNone() throws Exception {
        Files.writeString(copy.resolve("README.md"), "changed");
        for (String version : new String[] {"9.8.7", "nine"}) {
            assertThat(shell.run(copy.resolve("deploy/release").toString(), version)
                            .exitCode())
                    .isEqualTo(1);
        }
        assertThat(in("git tag")).doesNotContain("v9.8.7");
    }

    private String in(String command) throws Exception {
        return shell.must("sh", "-c", "cd copy && " + command);
    }
}
