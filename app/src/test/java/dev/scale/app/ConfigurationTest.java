package dev.scale.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scale.messaging.broker.BrokerException;
import dev.scale.messaging.broker.BrokerTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path home;

    @BeforeEach
    void ownHome() {
        environment.put("SCALE_HOME", home.toString());
    }

    private Configuration configuration() {
        return Configuration.of(environment, Map.of());
    }

    @Test
    void unsetAndEmptyGiveTheDefault() {
        environment.put("SCALE_QUEUE_NAME", "");

        assertThat(configuration().text(Setting.QUEUE_NAME)).contains("scale-command-messages");
        assertThat(configuration().number(Setting.HANDLER_THREADS, 10)).isEqualTo(2);
        assertThat(configuration().duration(Setting.DRAIN_LIMIT)).isEqualTo(Duration.ofSeconds(30));
        assertThat(configuration().size(Setting.MAX_BODY)).isEqualTo(1024 * 1024);
    }

    @Test
    void withoutAUrlItSaysWhatHasBecomeOfTheOneThatRan() throws IOException {
        Files.writeString(RunFile.in(home), "pid=1\nstarted=1970-01-01T00:00:00Z\n");
        assertThatThrownBy(() -> configuration().brokerUrl())
                .isInstanceOf(Failure.class)
                .hasMessageContainingAll(
                        "SCALE_BROKER_URL",
                        RunFile.in(home).toString(),
                        "process 1",
                        "1970",
                        "gone",
                        "`scale up` again");

        RunFile.write(home, Map.of(Setting.BROKER_URL, "amqp://run-file//"));
        assertThat(configuration().brokerUrl()).isNotNull();
        assertThatThrownBy(() -> configuration().databaseUrl())
                .isInstanceOf(Failure.class)
                .hasMessageContainingAll("SCALE_DATABASE_URL", "was set for it")
                .hasMessageNotContaining("no run file");

        RunFile.delete(home);
        assertThatThrownBy(() -> configuration().brokerUrl())
                .isInstanceOf(Failure.class)
                .hasMessageContainingAll("SCALE_BROKER_URL", "no run file in " + home);
    }

    @Test
    void flagsGoBeforeTheEnvironmentAndThatBeforeTheRunFile() {
        RunFile.write(home, Map.of(Setting.QUEUE_NAME, "of the run file", Setting.BROKER_URL, "amqp://run-file//"));
        assertThat(configuration().text(Setting.QUEUE_NAME)).contains("of the run file");

        environment.put("SCALE_QUEUE_NAME", "of the environment");
        assertThat(configuration().text(Setting.QUEUE_NAME)).contains("of the environment");
        assertThat(configuration().text(Setting.BROKER_URL)).contains("amqp://run-file//");

        assertThat(Configuration.of(environment, Map.of(Setting.QUEUE_NAME, "of the flag"))
                        .text(Setting.QUEUE_NAME))
                .contains("of the flag");
    }

    @ParameterizedTest
    @CsvSource({"1s, 1000", "30 s, 30000", "2min, 120000", "15d, 1296000000", "5000ms, 5000", "1H, 3600000"})
    void durationsAreReadAsPeopleWriteThem(String text, long milliseconds) {
        environment.put("SCALE_HANDLE_LIMIT", text);
        assertThat(configuration().duration(Setting.HANDLE_LIMIT)).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @CsvSource({"2048, 2048", "1MiB, 1048576", "64 KiB, 65536", "1mb, 1000000"})
    void sizesAreReadAsPeopleWriteThem(String text, int bytes) {
        environment.put("SCALE_MAX_BODY", text);
        assertThat(configuration().size(Setting.MAX_BODY)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"SCALE_HANDLE_LIMIT, soon", "SCALE_HANDLE_LIMIT, 0s", "SCALE_HANDLE_LIMIT, 99999999999999d"})
    void badValuesAreOneLineThatNamesVariableValueAndWhatIsExpected(String variable, String value) {
        environment.put(variable, value);
        assertThatThrownBy(() -> configuration().duration(Setting.HANDLE_LIMIT))
                .hasMessageContainingAll(variable, value, "is expected")
                .hasMessageNotContaining("\n")
                .asInstanceOf(InstanceOfAssertFactories.type(Failure.class))
                .extracting(Failure::exitCode)
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void withNothingSetTheErrorNamesTheVariableAndScaleUp() {
        assertThatThrownBy(() -> configuration().brokerUrl()).hasMessageContainingAll("SCALE_BROKER_URL", "scale up");
        assertThatThrownBy(() -> configuration().databaseUrl())
                .hasMessageContainingAll("SCALE_DATABASE_URL", "scale up");
    }

    @Test
    void thePlatformsDatabaseUrlServesWhereOursIsUnset() {
        environment.put("DATABASE_URL", "postgres://a:S3cr3t@platform/one");
        assertThat(configuration().databaseUrl().place()).contains("platform");

        environment.put("SCALE_DATABASE_URL", "postgres://a:S3cr3t@ours/two");
        assertThat(configuration().databaseUrl().place()).contains("ours");
    }

    @Test
    void credentialsFromAFileGoBeforeTheUrlAndAreReadAgain() throws IOException {
        Path secret = Files.writeString(home.resolve("secret"), "first\n");
        environment.put("SCALE_BROKER_URL", "amqp://svc:inUrl@host//");
        environment.put("SCALE_BROKER_PASSWORD_FILE", secret.toString());
        var credentials = configuration().brokerOptions("test").credentials();

        assertThat(credentials).isNotNull();
        assertThat(credentials.get().user()).isEqualTo("svc");
        assertThat(credentials.get().password()).isEqualTo("first");
        Files.writeString(secret, "second");
        assertThat(credentials.get().password()).isEqualTo("second");
    }

    @Test
    void aSecretsFileIsAMistakeAtTheStartAndAnOutageLater() throws IOException {
        Path secret = home.resolve("secret");
        environment.put("SCALE_BROKER_URL", "amqp://svc@host//");
        environment.put("SCALE_BROKER_PASSWORD_FILE", secret.toString());
        assertThatThrownBy(() -> configuration().brokerOptions("test"))
                .isInstanceOf(Failure.class)
                .hasMessageContainingAll("SCALE_BROKER_PASSWORD_FILE", secret.toString());
        Files.writeString(secret, "\n");
        assertThatThrownBy(() -> configuration().brokerOptions("test")).hasMessageContaining("is empty");

        Files.writeString(secret, "two lines\n\n");
        var credentials = configuration().brokerOptions("test").credentials();
        assertThat(credentials).isNotNull();
        assertThat(credentials.get().password()).isEqualTo("two lines\n");
        Files.delete(secret);
        assertThatThrownBy(credentials::get)
                .isInstanceOf(BrokerException.Unavailable.class)
                .hasMessageContaining(secret.toString());
    }

    @Test
    void certificateAndKeyGoTogetherAndFilesMustBeThere() throws IOException {
        environment.put("SCALE_BROKER_CA_FILE", home.resolve("none").toString());
        assertThatThrownBy(() -> configuration().brokerOptions("test")).hasMessageContaining("SCALE_BROKER_CA_FILE");

        Path file = Files.writeString(home.resolve("file"), "");
        environment.put("SCALE_BROKER_CA_FILE", file.toString());
        environment.put("SCALE_BROKER_CERT_FILE", file.toString());
        assertThatThrownBy(() -> configuration().brokerOptions("test")).hasMessageContaining("SCALE_BROKER_KEY_FILE");

        environment.put("SCALE_BROKER_KEY_FILE", file.toString());
        environment.put("SCALE_BROKER_VERIFY", "off");
        assertThat(configuration().brokerOptions("test").tls())
                .isEqualTo(BrokerTls.DEFAULT
                        .withAuthorities(file)
                        .withIdentity(file, file)
                        .unverified());
    }

    @ParameterizedTest
    @CsvSource({"SCALE_QUEUE_TYPE, stream", "SCALE_BROKER_VERIFY, no", "SCALE_LOG_FORMAT, xml"})
    void aWordThatIsNoneOfThoseIsRefused(String variable, String value) {
        environment.put(variable, value);
        assertThatThrownBy(() -> configuration().brokerOptions("test"))
                .isInstanceOf(Failure.class)
                .hasMessageContainingAll(variable, value);
    }

    @Test
    void anErrorInTheDatabasesUrlNamesTheVariableThatItCameFrom() {
        environment.put("DATABASE_URL", "mysql://a:S3cr3t@platform/one");
        assertThatThrownBy(() -> configuration().databaseUrl()).hasMessageStartingWith("DATABASE_URL: ");

        environment.put("SCALE_DATABASE_URL", "postgres://a:S3cr3t@ours/two?nonsense=1");
        assertThatThrownBy(() -> configuration().databaseUrl())
                .hasMessageStartingWith("SCALE_DATABASE_URL: ")
                .hasMessageContaining("nonsense")
                .hasMessageNotContaining("S3cr3t");
    }

    @Test
    void noSecretIsShown() {
        environment.put("SCALE_BROKER_URL", "amqp://svc:S3cr3t%21@host:port//");
        environment.put("SCALE_BROKER_PASSWORD", "S3cr3t!");

        assertThat(configuration().toString()).doesNotContain("S3cr3t");
        assertThatThrownBy(() -> configuration().brokerUrl()).hasMessageNotContaining("S3cr3t");
    }
}
