package dev.scale.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceFolderTest {
    @TempDir
    Path temp;

    @Test
    void refusesTheDataOfOtherSoftware() {
        ServiceFolder.open(temp.resolve("f"), "RabbitMQ").close();
        assertThatThrownBy(() -> ServiceFolder.open(temp.resolve("f"), "PostgreSQL"))
                .isInstanceOf(LocalServiceException.class)
                .hasMessageContaining("holds the data of RabbitMQ, not of PostgreSQL")
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesTheDataOfAnIncompatibleVersion() {
        try (ServiceFolder folder = ServiceFolder.open(temp.resolve("f"), "RabbitMQ")) {
            folder.ready(new Software("RabbitMQ", "3.10.8"));
            folder.requireReadableBy(new Software("RabbitMQ", "3.13"));
            assertThatThrownBy(() -> folder.requireReadableBy(new Software("RabbitMQ", "4.0.1")))
                    .isInstanceOf(LocalServiceException.class)
                    .hasMessageContaining("holds the data of RabbitMQ 3.10.8, which RabbitMQ 4.0.1 cannot read");
            assertThatThrownBy(() -> folder.requireReadableBy(new Software("RabbitMQ", "3.9.30")))
                    .isInstanceOf(LocalServiceException.class);
        }
    }

    @Test
    void secondOpeningIsRefusedAndLeavesTheFirstItsLock() {
        try (ServiceFolder folder = ServiceFolder.open(temp.resolve("f"), "RabbitMQ")) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> ServiceFolder.open(temp.resolve("f"), "RabbitMQ"))
                        .isInstanceOf(LocalServiceException.class)
                        .hasMessageContaining(folder.path() + " is in use");
            }
        }
        ServiceFolder.open(temp.resolve("f"), "RabbitMQ").close();
    }

    @Test
    void refusesAFolderOfOtherFilesAndLeavesItAsItWas() throws Exception {
        Path file = Files.createFile(temp.resolve("letter"));
        assertThatThrownBy(() -> ServiceFolder.open(temp, "RabbitMQ"))
                .isInstanceOf(LocalServiceException.class)
                .hasMessageContaining("holds other files");
        assertThat(temp).isDirectoryContaining(path -> path.equals(file));
    }

    @Test
    void dataOfAStartThatNeverCameUpIsMadeAnewAndOtherDataKept() throws Exception {
        ServiceFolder first = ServiceFolder.open(temp.resolve("f"), "RabbitMQ");
        String password = first.password();
        Files.createDirectories(first.data().resolve("half"));
        first.close();
        ServiceFolder second = ServiceFolder.open(temp.resolve("f"), "RabbitMQ");
        assertThat(second.data()).doesNotExist();
        assertThat(second.password()).isEqualTo(password);
        Files.createDirectories(second.data().resolve("whole"));
        second.ready(new Software("RabbitMQ", "3.10.8"));
        second.close();
        try (ServiceFolder third = ServiceFolder.open(temp.resolve("f"), "RabbitMQ")) {
            assertThat(third.data().resolve("whole")).exists();
        }
    }

    @Test
    void thePortOfTheLastStartIsKeptWhereItIsFree() throws IOException {
        int first = portOfAStart();
        assertThat(portOfAStart()).isEqualTo(first);

        int second;
        try (ServerSocket other = new ServerSocket(first, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            second = portOfAStart();
            assertThat(second).isNotEqualTo(other.getLocalPort());
        }
        assertThat(portOfAStart()).isEqualTo(second);
    }

    @Test
    void aPortThatIsAskedForAgainBecauseItWasTakenIsAnother() throws IOException {
        try (ServiceFolder folder = ServiceFolder.open(temp.resolve("f"), "RabbitMQ")) {
            assertThat(folder.port()).isNotEqualTo(folder.port());
        }
    }

    @Test
    void nonsenseInPlaceOfAPortIsNoPort() throws IOException {
        ServiceFolder.open(temp.resolve("f"), "RabbitMQ").close();
        Path record = temp.resolve("f").resolve(ServiceRecord.FILE);
        for (String nonsense : new String[] {"", "0", "-1", "65536", "99999", "x"}) {
            Files.writeString(record, Files.readString(record) + "port=" + nonsense + "\n");
            assertThat(portOfAStart()).isBetween(1, 65535);
        }
    }

    private int portOfAStart() throws IOException {
        try (ServiceFolder folder = ServiceFolder.open(temp.resolve("f"), "RabbitMQ")) {
            return folder.port();
        }
    }

    @Test
    void processIdThatIsNowAnotherProgramsIsLeftAlone() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            ServiceFolder.open(temp.resolve("f"), "RabbitMQ").close();
            Files.writeString(temp.resolve("f/rabbitmq.pid"), stranger.pid() + " 1000 TERM\n");
            ServiceFolder.open(temp.resolve("f"), "RabbitMQ").close();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }
}
