package dev.scale.messaging.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
