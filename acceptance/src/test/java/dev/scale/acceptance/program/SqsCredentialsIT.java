package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.acceptance.broker.sqs.FakeQueue;
import dev.scale.acceptance.broker.sqs.FakeRoles;
import dev.scale.acceptance.broker.sqs.FakeSqs;
import dev.scale.acceptance.broker.sqs.SqsRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as it is shipped, with keys in the URL and with the keys of a role; signatures are checked at the other end. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SqsCredentialsIT {

    private static final String QUEUE = "scale-command-messages";

    @TempDir
    Path folder;

    private FakeSqs sqs;
    private FakeRoles roles;
    private FakeQueue queue;
    private Program scale;

    @BeforeEach
    void start() throws Exception {
        sqs = FakeSqs.start();
        roles = FakeRoles.of(sqs);
        queue = sqs.queue(QUEUE);
        scale = Program.withShortClassPathForSqs(folder)
                .with("SCALE_BROKER_URL", "sqs://us-east-1//")
                .with("AWS_ENDPOINT_URL_SQS", sqs.endpoint().toString())
                .with("AWS_CONFIG_FILE", folder.resolve("none").toString())
                .with("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString());
    }

    @AfterEach
    void stop() {
        roles.close();
        sqs.close();
    }

    private void assertSent(Program program, String keyId) throws Exception {
        Program.Ran ran = program.run("send", "-t", "echo", "-b", "\"from here\"");

        assertThat(ran.exitCode()).as(ran.all()).isZero();
        assertThat(queue.bodies()).containsExactly("{\"type\": \"echo\", \"body\": \"from here\"}");
        assertThat(sqs.requests()).extracting(SqsRequest::keyId).containsOnly(keyId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab/cd+ef", "ab%2Fcd%2Bef"})
    void aSecretWithSlashAndPlusMayStandAsItIsOrEncoded(String secret) throws Exception {
        assertSent(scale.with("SCALE_BROKER_URL", "sqs://AKIATEST:" + secret + "@us-east-1//"), FakeSqs.KEY_ID);
    }

    @Test
    void aWrongSecretIsRefusedAndNotShown() throws Exception {
        Program wrong = scale.with("SCALE_BROKER_URL", "sqs://AKIATEST:S3cr3t+wrong@us-east-1//");

        for (String command : new String[] {"echo", "queue"}) {
            Program.Ran ran = wrong.run("--verbose", command);
            assertThat(ran.exitCode()).as(ran.all()).isIn(69, 77);
            assertThat(ran.all()).contains(QUEUE).doesNotContain("S3cr3t");
        }
        assertThat(wrong.run("queue").exitCode()).isEqualTo(77);
        assertThat(queue.bodies()).isEmpty();
    }

    @Test
    void anInstanceHasTheKeysOfItsRole() throws Exception {
        assertSent(scale.with("AWS_EC2_METADATA_SERVICE_ENDPOINT", roles.endpoint()), "ASIAINSTANCE1");
        assertThat(roles.asked()).contains("/latest/api/token");
    }

    @Test
    void aContainerHasTheKeysOfItsRole() throws Exception {
        assertSent(scale.with("AWS_CONTAINER_CREDENTIALS_FULL_URI", roles.containerUri()), "ASIACONTAINER1");
    }

    @Test
    void aWebIdentityIsExchangedForTheKeysOfItsRole() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "a web identity token");

        assertSent(
                scale.with("AWS_REGION", "us-east-1")
                        .with("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString())
                        .with("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/scale")
                        .with("AWS_ENDPOINT_URL_STS", roles.endpoint()),
                "ASIAWEB1");
        assertThat(roles.asked())
                .anyMatch(request -> request.contains("WebIdentityToken=a+web+identity+token")
                        || request.contains("WebIdentityToken=a%20web%20identity%20token"));
    }

    @Test
    void theEnvironmentsKeysServeToo() throws Exception {
        assertSent(
                scale.with("AWS_ACCESS_KEY_ID", FakeSqs.KEY_ID).with("AWS_SECRET_ACCESS_KEY", FakeSqs.SECRET),
                FakeSqs.KEY_ID);
    }

    @Test
    void withoutAnyKeysItSaysSo() throws Exception {
        Program.Ran ran = scale.with("AWS_EC2_METADATA_DISABLED", "true").run("queue");

        assertThat(ran.exitCode()).as(ran.all()).isIn(69, 77);
        assertThat(ran.err()).hasLineCount(1).containsIgnoringCase("credentials");
        assertThat(ran.out()).isEmpty();
        assertThat(sqs.requests()).isEmpty();
    }
}
