package dev.scale.messaging.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredTextTest {

    @Test
    void whatPostgresRefusesIsReplacedVisiblyAndNothingElse() {
        assertThat(StoredText.sanitize("disk\0full")).isEqualTo("disk\u2400full");
        assertThat(StoredText.sanitize("a\ud800b")).isEqualTo("a\ufffdb");
        assertThat(StoredText.sanitize("\ud83d\ude00 é\n")).isEqualTo("\ud83d\ude00 é\n");
    }

    @Test
    void longKeysAreNamedByTheirHash() {
        assertThat(StoredText.key("short")).isEqualTo("short");
        assertThat(StoredText.key("x".repeat(5_000))).startsWith("sha256:").hasSize(71);
        assertThat(StoredText.key("x".repeat(5_000))).isNotEqualTo(StoredText.key("x".repeat(5_001)));
    }

    @Test
    void headersBecomeAJsonObject() {
        assertThat(StoredText.json(Map.of("a\"b", "c\\d\ne\0"))).isEqualTo("{\"a\\\"b\":\"c\\\\d\\u000ae\u2400\"}");
    }

    @Test
    void reasonsAreCut() {
        assertThat(StoredText.reason("x".repeat(100_000))).hasSizeLessThan(10_000);
    }
}
