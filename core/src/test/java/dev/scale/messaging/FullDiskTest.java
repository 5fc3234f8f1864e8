package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The file system of the tables is full. It is a small one in memory, which only root can mount. */
class FullDiskTest extends OutageTest {

    private static Path small;

    @BeforeAll
    static void moveTablesToASmallDisk() throws IOException, InterruptedException, SQLException {
        small = Files.createDirectory(POSTGRES.folder().resolve("small"));
        if (run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", small.toString()) != 0) {
            String missing = "a small file system cannot be mounted here: run as root";
            if (Objects.equals(System.getenv("CI"), "true")) {
                throw new IllegalStateException(missing);
            }
            System.err.println("SKIPPED " + FullDiskTest.class.getSimpleName() + ": " + missing);
            Assumptions.abort(missing);
        }
        Files.setAttribute(small, "unix:uid", POSTGRES.owner());
        POSTGRES.execute(
                "create tablespace small location '" + small + "'",
                "alter table all in tablespace pg_default set tablespace small",
                "alter index all in tablespace pg_default set tablespace small");
    }

    @AfterAll
    static void unmount() throws IOException, InterruptedException {
        POSTGRES.stop();
        run("umount", small.toString());
        Files.delete(small);
    }

    @Test
    void underLoad() throws Exception {
        survivesUnderLoad(FullDiskTest::fill, FullDiskTest::empty);
    }

    @Test
    void atStart() throws Exception {
        survivesAtStart(FullDiskTest::fill, FullDiskTest::empty);
    }

    private static void fill() throws SQLException {
        POSTGRES.execute(
                "create table public.filling (bytes text) tablespace small",
                "alter table public.filling alter bytes set storage external");
        for (int size : new int[] {100_000, 1_000}) {
            try (Connection connection = POSTGRES.connect("scale", null);
                    PreparedStatement fill =
                            connection.prepareStatement("insert into public.filling values (repeat('x', ?))")) {
                while (true) {
                    fill.setInt(1, size);
                    fill.execute();
                }
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo("53100");
            }
        }
    }

    private static void empty() throws SQLException {
        POSTGRES.execute("drop table public.filling");
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor();
    }
}
