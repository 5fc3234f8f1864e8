package dev.scale.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scale.app.Configuration;
import dev.scale.app.Failure;
import dev.scale.messaging.WorkerListener;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the server listens; needs neither broker nor database. */
class HttpServerTest {

    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:([0-9]+)/");

    @TempDir
    Path home;

    private Configuration configuration(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("SCALE_HOME", home.toString());
        environment.put("SCALE_DATABASE_URL", "postgres://127.0.0.1:1/none");
        return Configuration.of(environment, Map.of());
    }

    private HttpServer start(Map<String, String> more) {
        return HttpServer.start(configuration(more), WorkerListener.NONE);
    }

    private static String address(HttpServer server) {
        Matcher matcher = ADDRESS.matcher(server.description());
        assertThat(matcher.find()).as(server.description()).isTrue();
        return matcher.group();
    }

    private static int status(String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** The first one may or may not get the usual port. */
    @Test
    void whereTheUsualPortIsTakenAFreeOneIsUsed() throws Exception {
        try (HttpServer first = start(Map.of());
                HttpServer second = start(Map.of())) {
            assertThat(address(second)).isNotEqualTo(address(first));
            assertThat(second.description()).contains("8484 is taken");
            assertThat(status(address(first) + "health/live")).isEqualTo(200);
            assertThat(status(address(second) + "health/live")).isEqualTo(200);
        }
    }

    @Test
    void aPortThatIsAskedForIsNotReplaced() {
        try (HttpServer first = start(Map.of("SCALE_HTTP_PORT", "0"))) {
            String port = URI.create(address(first)).getPort() + "";
            assertThatThrownBy(() -> start(Map.of("SCALE_HTTP_PORT", port)).close())
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining(port);
        }
    }

    @Test
    void withoutAHandlerNothingIsReadyAndFiguresAreStale() throws Exception {
        try (HttpServer server = start(Map.of("SCALE_HTTP_PORT", "0"))) {
            assertThat(status(address(server) + "health/ready")).isEqualTo(503);
            assertThat(status(address(server) + "api/figures")).isEqualTo(503);
            assertThat(status(address(server) + "api/jobs")).isEqualTo(503);
        }
    }

    @Test
    void anAddressThatOthersReachNeedsAToken() {
        assertThatThrownBy(() -> HttpServer.check(configuration(Map.of("SCALE_HTTP_BIND", "0.0.0.0"))))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("SCALE_HTTP_TOKEN");
        HttpServer.check(configuration(Map.of("SCALE_HTTP_BIND", "0.0.0.0", "SCALE_HTTP_TOKEN", "sixteen letters!")));
        HttpServer.check(configuration(Map.of("SCALE_HTTP_BIND", "::1")));
    }
}
