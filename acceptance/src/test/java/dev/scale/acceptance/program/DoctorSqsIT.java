package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.acceptance.broker.sqs.FakeSqs;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code scale doctor} as a process, with a queue of SQS and without a database. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DoctorSqsIT {

    @TempDir
    Path folder;

    @Test
    void theAttributesOfAQueueOfSqsAreComparedAndNoSecretIsShown() throws Exception {
        try (FakeSqs sqs = FakeSqs.start()) {
            sqs.queue("commands").visibility(30);
            Program scale = Program.in(folder)
                    .with("SCALE_BROKER_URL", FakeSqs.brokerUrl())
                    .with("AWS_ENDPOINT_URL_SQS", sqs.endpoint().toString());

            Program.Ran ran = scale.run("doctor", "--queue", "commands", "--verbose");
            assertThat(ran.exitCode()).as(ran.all()).isEqualTo(2);
            assertThat(ran.out())
                    .contains(
                            "server Amazon SQS",
                            "not tried: SendMessage",
                            "'commands' is there, of type standard",
                            "visibility timeout of 'commands' is 30 s",
                            "SCALE_DATABASE_URL is not set");
            assertThat(ran.all()).doesNotContain(FakeSqs.SECRET);

            Program.Ran missing = scale.run("doctor", "--queue", "mistyped");
            assertThat(missing.out()).contains("error   queue: there is no queue 'mistyped'");
            scale.run("doctor", "--queue", "commands", "--json");
            assertThat(sqs.requests())
                    .as("it asks and changes nothing")
                    .isNotEmpty()
                    .allSatisfy(request -> assertThat(request.action()).startsWith("GetQueue"));
        }
    }
}
