package dev.scale.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8484",
                "127.0.0.1",
                "127.0.0.1:8484",
                "10.1.2.3:80",
                "[::1]",
                "[::1]:8484"
            })
    void anAddressOrLocalhostCannotBeMadeToPointElsewhere(String host) {
        assertThat(Access.namesThisHost(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "evil.example:8484",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "1270.0.0.1:x"
            })
    void anyOtherNameIsForeign(String host) {
        assertThat(Access.namesThisHost(host)).isFalse();
    }
}
