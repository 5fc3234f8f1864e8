package dev.scale.messaging.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scale.messaging.broker.BrokerUrl.Host;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerUrlTest {

    @Test
    void documentedFormHasUserPasswordHostAndPort() {
        BrokerUrl url = BrokerUrl.parse("AMQP://guest:secret@mq.example:5673//");

        assertThat(url.scheme()).isEqualTo("amqp");
        assertThat(url.credentials()).contains(new Credentials("guest", "secret"));
        assertThat(url.hosts()).containsExactly(new Host("mq.example", 5673));
        assertThat(url.virtualHost()).isEqualTo("/");
    }

    @ParameterizedTest
    @CsvSource({
        "sqs://AKIAX:ab/cd+ef@us-east-1//",
        "sqs://AKIAX:ab%2Fcd%2Bef@us-east-1//",
        "sqs://AKIAX:ab/cd+ef@us-east-1",
        "sqs://AKIAX:ab/cd+ef@us-east-1/",
    })
    void awsSecretKeepsSlashAndPlusRawOrEncoded(String text) {
        BrokerUrl url = BrokerUrl.parse(text);

        assertThat(url.credentials()).contains(new Credentials("AKIAX", "ab/cd+ef"));
        assertThat(url.hosts()).containsExactly(new Host("us-east-1", 0));
    }

    @Test
    void sqsWithoutKeysHasNoCredentials() {
        assertThat(BrokerUrl.parse("sqs://us-east-1//").credentials()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "amqp://h, /",
        "amqp://h/, /",
        "amqp://h//, /",
        "amqp://h/%2F, /",
        "amqp://h/foo, foo",
        "amqp://h//foo, /foo",
        "amqp://h/%2Ffoo, /foo",
        "amqp://h/%252F, %2F",
        "amqp://h/a%40b, a@b",
        "amqp://h/a+b, a+b",
        "amqp://h/m%C3%BCll, müll",
    })
    void slashesMeanTheDefaultVirtualHostAndNamesAreDecodedOnce(String text, String virtualHost) {
        assertThat(BrokerUrl.parse(text).virtualHost()).isEqualTo(virtualHost);
    }

    @ParameterizedTest
    @CsvSource({
        "amqp://g:g@[fd00::1]:5673//, fd00::1, 5673",
        "amqp://g:g@[fd00::1]//, fd00::1, 5672",
        "amqps://[::1], ::1, 5671",
        "amqp://[::ffff:10.0.0.1]:1//, ::ffff:10.0.0.1, 1",
        "amqp://[fe80::1%25eth0]//, fe80::1%eth0, 5672",
        "amqp://my_host//, my_host, 5672",
        "amqps://h//, h, 5671",
        "amqp://h:65535//, h, 65535",
        "memory://orders//, orders, 0",
    })
    void hostAndPortAreReadFromEverySpelling(String text, String host, int port) {
        assertThat(BrokerUrl.parse(text).hosts()).containsExactly(new Host(host, port));
    }

    @Test
    void severalHostsAreSeparatedByCommas() {
        BrokerUrl url = BrokerUrl.parse("amqp://u:p@a,b:5673,[fd00::1]:5674/foo");

        assertThat(url.hosts()).containsExactly(new Host("a", 5672), new Host("b", 5673), new Host("fd00::1", 5674));
        assertThat(url.virtualHost()).isEqualTo("foo");
    }

    @ParameterizedTest
    @CsvSource({
        "u:p@ss@h, u, p@ss",
        "u:a:b@h, u, a:b",
        "u:a/b?c#d@h, u, a/b?c#d",
        "u%3Av:p%40%3A%2F@h, u:v, p@:/",
        "u:%C3%A9t%C3%A9@h, u, été",
        "u:100%@h, u, 100%",
        "u:5%zz%4@h, u, 5%zz%4",
        "u:%FFx@h, u, %FFx",
        "u:%2540@h, u, %40",
        "u:a+b@h, u, a+b",
        "u@h, u, ''",
        "u:@h, u, ''",
    })
    void userAndPasswordReachToTheLastAtAndAreDecodedOnce(String place, String user, String password) {
        BrokerUrl url = BrokerUrl.parse("amqp://" + place);

        assertThat(url.credentials()).contains(new Credentials(user, password));
        assertThat(url.hosts()).containsExactly(new Host("h", 5672));
    }

    @Test
    void blanksAroundTheUrlAreIgnored() {
        assertThat(BrokerUrl.parse(" amqp://h//\n").hosts()).containsExactly(new Host("h", 5672));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                       | is empty",
                "svc:S3cr3t!@mq:5672//                    | does not start with a scheme",
                "amqp:/svc:S3cr3t!@mq                     | does not start with a scheme",
                "svc:S3cr3t!@amqp://mq                    | does not start with a scheme",
                "amqp://                                  | names no host",
                "amqp://svc:S3cr3t!@                      | names no host",
                "amqp://svc:S3cr3t!@//                    | names no host",
                "amqp://svc:S3cr3t!@a,,b//                | names no host",
                "amqp://svc:S3cr3t!@:5672//               | names no host",
                "amqp://svc:S3cr3t!                       | port that is no number",
                "amqp://svc:S3cr3t%21@mq:S3cr3t!//        | port that is no number",
                "amqp://svc:S3cr3t!@mq:0//                | port that is no number from 1 to 65535",
                "amqp://svc:S3cr3t!@mq:65536//            | port that is no number from 1 to 65535",
                "amqp://svc:S3cr3t!@mq://                 | port that is no number",
                "amqp://svc:S3cr3t!@mq:-1//               | port that is no number",
                "amqp://svc:S3cr3t!@mq:99999999999//      | port that is no number",
                "amqp://svc:S3cr3t!@fd00::1:5672//        | brackets around an IPv6 address",
                "amqp://svc:S3cr3t!:mq//                  | more than one colon",
                "amqp://svc:S3cr3t!@[fd00::1//            | no IPv6 address in its brackets",
                "amqp://svc:S3cr3t!@[S3cr3t!]//           | no IPv6 address in its brackets",
                "amqp://svc:S3cr3t!@[fd00::1]5672//       | port that is no number",
                "amqp://S3cr3t!/foo                       | character in its host",
                "amqp://svc:S3cr3t!@a;b//                 | separate several hosts by commas",
                "amqp://svc:S3cr3t!@m q//                 | character in its host",
                "amqp://:S3cr3t!@mq//                     | empty user",
                "amqp://@mq//                             | empty user",
                "amqp://svc:S3cr3t!@mq/foo?heartbeat=3    | takes no options",
                "sqs://AKIAX:@us-east-1//                 | empty access key or secret",
                "sqs://:S3cr3t!@us-east-1//               | empty access key or secret",
                "sqs://:@us-east-1//                      | empty access key or secret",
                "sqs://AKIAX@us-east-1//                  | empty access key or secret",
                "sqs://AKIAX:S3cr3t!@//                   | names no region",
                "sqs://AKIAX:S3cr3t!                      | port after the region",
                "sqs://AKIAX:S3cr3t!@us-east-1:443//      | port after the region",
                "sqs://AKIAX:S3cr3t!@a,b//                | names several hosts",
                "sqs://AKIAX/S3cr3t!//                    | has a path",
                "memory://orders/S3cr3t!                  | has a path",
            })
    void malformedIsOneLineThatNamesTheFaultAndNeverTheSecret(String text, String fault) {
        assertThatThrownBy(() -> BrokerUrl.parse(text))
                .isInstanceOf(BrokerException.Misconfigured.class)
                .hasMessageStartingWith("the broker URL ")
                .hasMessageContaining(fault)
                .satisfies(thrown -> assertThat(stackTrace(thrown))
                        .doesNotContainIgnoringCase("S3cr3t")
                        .doesNotContain("cr3"))
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("\n"));
    }

    @Test
    void virtualHostThatTheProtocolCannotCarryIsRefused() {
        assertThatThrownBy(() -> BrokerUrl.parse("amqp://h/" + "ü".repeat(128)))
                .isInstanceOf(BrokerException.Misconfigured.class)
                .hasMessageContaining("255 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "amqp://svc:S3cr3t%21@h//, amqp://svc:****@h:5672//",
        "amqp://svc@h/foo, amqp://svc@h:5672/foo",
        "amqps://[fd00::1]//foo, amqps://[fd00::1]:5671//foo",
        "amqp://a%3Ab:S3cr3t%21@h/x%40y%0Az, amqp://a%3Ab:****@h:5672/x%40y%0Az",
        "'amqp://svc:S3cr3t%21@a,b:1/é', 'amqp://svc:****@a:5672,b:1/é'",
        "sqs://AKIAX:S3cr3t%21@us-east-1//, sqs://AKIAX:****@us-east-1//",
    })
    void printedUrlMasksThePassword(String text, String printed) {
        BrokerUrl url = BrokerUrl.parse(text);

        assertThat(url).hasToString(printed);
        assertThat(url.credentials().toString()).doesNotContain("S3cr3t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp://svc:S3cr3t%21@a,b:1/foo", "amqp://a,b:1/foo"})
    void placeForPeopleHasNeitherUserNorPassword(String text) {
        assertThat(BrokerUrl.parse(text).place()).isEqualTo("a:5672,b:1, virtual host foo");
    }

    @Test
    void hostsCannotBeChangedAfterwards() {
        List<Host> hosts = BrokerUrl.parse("amqp://h").hosts();

        assertThatThrownBy(() -> hosts.add(new Host("x", 1))).isInstanceOf(UnsupportedOperationException.class);
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter written = new StringWriter();
        thrown.printStackTrace(new PrintWriter(written));
        return written.toString();
    }
}
