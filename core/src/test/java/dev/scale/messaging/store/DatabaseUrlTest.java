package dev.scale.messaging.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "postgres://u:p@h:5433/db, jdbc:postgresql://h:5433/db, u, p",
        "postgresql://u:p@h/db?sslmode=verify-full, jdbc:postgresql://h/db?sslmode=verify-full, u, p",
        "postgres://u:a@b:c/d@h/db, jdbc:postgresql://h/db, u, a@b:c/d",
        "postgres://u%40x:a%2Fb+c%3F@[::1]:5432/db, jdbc:postgresql://[::1]:5432/db, u@x, a/b+c?",
        "postgres://u:s3?cret@h/db?sslmode=require, jdbc:postgresql://h/db?sslmode=require, u, s3?cret",
        "postgres://u@h/db, jdbc:postgresql://h/db, u,",
        "postgres://h/db, jdbc:postgresql://h/db,,",
        "postgres://u:p@h1:1:2/db, jdbc:postgresql://h1:1:2/db, u, p",
        "jdbc:postgresql://h/db?user=u&password=p%26q&sslmode=require, jdbc:postgresql://h/db?sslmode=require, u, p&q",
        "jdbc:postgresql:db, jdbc:postgresql:db,,",
    })
    void userAndPasswordAreTakenOutOfTheUrl(String text, String jdbc, String user, String password) {
        DatabaseUrl url = DatabaseUrl.parse(text);

        assertThat(url.jdbcUrl()).isEqualTo(jdbc);
        assertThat(url.user().orElse(null)).isEqualTo(user);
        assertThat(url.password().orElse(null)).isEqualTo(password);
    }

    @ParameterizedTest
    @CsvSource({
        "connect_timeout=3, connectTimeout=3&loginTimeout=3",
        "sslrootcert=/a%20b/ca.pem&sslcert=/c.pem&sslkey=/k.pem, sslrootcert=%2Fa+b%2Fca.pem&sslcert=%2Fc.pem&sslkey=%2Fk.pem",
        "sslrootcert=system, sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory&sslmode=verify-full",
        "options=-c%20geqo%3Doff+x, options=-c+geqo%3Doff%2Bx",
        "target_session_attrs=read-write, targetServerType=primary",
        "application_name=mine&fallback_application_name=other, ApplicationName=mine",
        "keepalives=0&client_encoding=UTF8&sslsni=1&sslcompression=0, tcpKeepAlive=false",
        "channel_binding=require&gssencmode=disable, channelBinding=require&gssEncMode=disable",
        "load_balance_hosts=random&requiressl=1, loadBalanceHosts=true&sslmode=require",
        "prepareThreshold=0, prepareThreshold=0",
    })
    void optionsOfPostgresUrlsAreTranslatedForTheDriver(String libpq, String driver) {
        assertThat(DatabaseUrl.parse("postgres://h/db?" + libpq).jdbcUrl())
                .isEqualTo("jdbc:postgresql://h/db?" + driver);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host=/run",
                "passfile=/x",
                "sslcrl=/x",
                "ssl_min_protocol_version=TLSv1.2",
                "tcp_user_timeout=3",
                "target_session_attrs=standby",
                "client_encoding=latin1",
                "keepalives_idle=3",
                "load_balance_hosts=maybe",
                "connect_timeout=soon",
                "sslmode=verify_full",
                "sslmode",
                "sslMode=require",
                "nonsense=1"
            })
    void anOptionThatWouldHaveNoEffectIsRefused(String option) {
        String name = option.replaceFirst("=.*", "");
        assertThatThrownBy(() -> DatabaseUrl.parse("postgres://u:S3cr3t@h/db?" + option))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(refused -> assertThat(
                                refused.getMessage().toLowerCase(Locale.ROOT).replace("_", ""))
                        .contains(name.toLowerCase(Locale.ROOT).replace("_", "")))
                .hasMessageNotContaining("S3cr3t");
    }

    @Test
    void theDriversOwnUrlKnowsTheDriversNamesOnly() {
        assertThat(DatabaseUrl.parse("jdbc:postgresql://h/db?options=a+b%2Bc").jdbcUrl())
                .isEqualTo("jdbc:postgresql://h/db?options=a+b%2Bc");
        assertThatThrownBy(() -> DatabaseUrl.parse("jdbc:postgresql://h/db?connect_timeout=3"))
                .hasMessageContaining("connect_timeout");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "postgres://u:p@h1:1,h2:2/db h1:1,h2:2/db?targetServerType=primary",
                "postgres://u:p@h1,h2/db?target_session_attrs=any h1,h2/db?targetServerType=any",
                "postgres://h1,h2/db?target_session_attrs=read-write&sslmode=require h1,h2/db?targetServerType=primary&sslmode=require",
                "jdbc:postgresql://h1,[::1]:2/db?user=u h1,[::1]:2/db?targetServerType=primary",
                "postgres://u:a,b@h1/db h1/db",
            })
    void ofSeveralHostsTheOneThatTakesWritesIsUsed(String text, String jdbc) {
        assertThat(DatabaseUrl.parse(text).jdbcUrl()).isEqualTo("jdbc:postgresql://" + jdbc);
    }

    @Test
    void theSecretIsNeverShown() {
        DatabaseUrl url = DatabaseUrl.parse("postgres://svc:S3cr3t%21@h:5432/db?sslpassword=S3cr3t!");

        assertThat(url.toString()).isEqualTo("postgresql://h:5432/db");
        assertThat(url.place()).doesNotContain("S3cr3t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://u:S3cr3t@h/db",
                "jdbc:postgresql://u:S3cr3t@h/db",
                "u:S3cr3t@h",
                "postgres://u:S3cr3t@/db",
                "postgres://u:S3cr3t@",
                ""
            })
    void aUrlThatIsNoneIsRefusedWithoutItsSecret(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("database URL")
                .hasMessageNotContaining("S3cr3t");
    }
}
