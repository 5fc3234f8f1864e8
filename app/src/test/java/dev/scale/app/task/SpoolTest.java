package dev.scale.app.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    Path home;

    private Spool spool;

    @BeforeEach
    void spool() {
        spool = Spool.in(home.resolve("not made yet"));
    }

    private static Command command(String id) {
        return Command.ofJson("echo", "{\"a\": 1.50}", id);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void aKeptCommandIsAFileWithItsIdAsName() throws IOException {
        assertThat(spool.hasWork()).isFalse();
        spool.keep(command("id-1"));
        spool.keep(command("id-1"));

        assertThat(names(spool.fresh())).containsExactly("id-1");
        assertThat(spool.fresh().resolve("id-1")).hasContent("{\"type\": \"echo\", \"body\": {\"a\": 1.50}}");
        assertThat(names(spool.drafts())).isEmpty();
        assertThat(mode(spool.fresh().resolve("id-1"))).isEqualTo("rw-------");
        assertThat(mode(spool.fresh())).isEqualTo("rwx------");
        assertThat(mode(home.resolve("not made yet"))).isEqualTo("rwx------");
        assertThat(spool.hasWork()).isTrue();
    }

    @Test
    void eachFileIsClaimedByOneSenderAndGivenBackWhenItCloses() throws IOException {
        for (int i = 0; i < 5; i++) {
            spool.keep(command("id-" + i));
        }
        Files.writeString(spool.fresh().resolve(".nfs0001"), "");
        Files.createDirectory(spool.fresh().resolve("a folder"));
        try (SpoolClaims one = new SpoolClaims(spool);
                SpoolClaims other = new SpoolClaims(spool)) {
            List<Path> first = one.claim(3, Long.MAX_VALUE);
            List<Path> second = other.claim(100, Long.MAX_VALUE);
            other.bringBack(CLOCK);

            assertThat(Stream.concat(first.stream(), second.stream())
                            .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("id-0", "id-1", "id-2", "id-3", "id-4");
            assertThat(one.claim(100, Long.MAX_VALUE)).isEmpty();
            other.sent(second.get(0));
            other.sent(second.get(0));
        }
        assertThat(names(spool.fresh())).hasSize(4 + 2);
        assertThat(names(spool.sending())).isEmpty();
    }

    @Test
    void aBatchIsBoundedBySizeTooButNeverEmpty() throws IOException {
        spool.keep(command("id-1"));
        spool.keep(command("id-2"));
        try (SpoolClaims claims = new SpoolClaims(spool)) {
            assertThat(claims.claim(100, 1)).hasSize(1);
            assertThat(claims.claim(100, 1)).hasSize(1);
            assertThat(claims.claim(100, 1)).isEmpty();
        }
    }

    @Test
    void whatACrashedSenderHadInHandComesBack() throws Exception {
        spool.keep(command("id-1"));
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path dead = left(new SpoolOwner(SpoolOwner.ofThisProcess().host(), gone.pid(), 0, 1), "of a dead process");
        Path reused = left(
                new SpoolOwner(
                        SpoolOwner.ofThisProcess().host(),
                        ProcessHandle.current().pid(),
                        1,
                        1),
                "of another process with the same number");
        Path elsewhere = left(new SpoolOwner("another-host", gone.pid(), 0, 1), "of another host");
        Path strange = left("something else", "of nobody");
        try (SpoolClaims claims = new SpoolClaims(spool)) {
            claims.bringBack(CLOCK);
            assertThat(names(spool.fresh()))
                    .containsExactly("id-1", "of a dead process", "of another process with the same number");
            assertThat(dead).doesNotExist();
            assertThat(reused).doesNotExist();
            assertThat(elsewhere).exists();

            Clock later = Clock.fixed(Instant.now().plus(Duration.ofMinutes(11)), ZoneOffset.UTC);
            claims.bringBack(later);
            assertThat(names(spool.fresh())).contains("of another host", "of nobody");
            assertThat(strange).doesNotExist();
        }
    }

    private Path left(SpoolOwner owner, String file) throws IOException {
        return left(owner.folderName(), file);
    }

    private Path left(String folder, String file) throws IOException {
        Path sender = Files.createDirectories(spool.sending().resolve(folder));
        Files.write(sender.resolve(file), command(file).envelope());
        return sender;
    }

    @Test
    void theListingShowsTheOldestFirstWithTheirStates() throws IOException {
        spool.keep(command("id-1"));
        spool.refuse(command("id-2"));
        Files.writeString(spool.fresh().resolve("half"), "{\"type\": ");
        Files.setLastModifiedTime(spool.refused().resolve("id-2"), FileTime.fromMillis(2_000));
        Files.setLastModifiedTime(spool.fresh().resolve("half"), FileTime.fromMillis(1_000));
        left("somebody", "id-3");

        assertThat(SpoolListing.of(spool, 1_000))
                .extracting(entry -> entry.state() + " " + entry.type() + " " + entry.id())
                .startsWith("new ? half", "refused echo id-2")
                .containsExactlyInAnyOrder("new ? half", "refused echo id-2", "new echo id-1", "sending echo id-3");
    }
}
