package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The dashboard of a running program, asked as a program asks it. */
final class Dashboard {

    private static final Pattern ADDRESS = Pattern.compile("dashboard at (http://[^ ]+/)");

    private final String address;
    private final HttpClient client = HttpClient.newHttpClient();

    private Dashboard(String address) {
        this.address = address;
    }

    static Dashboard of(RunningProgram program) {
        Matcher matcher = ADDRESS.matcher(program.says("dashboard at ").printed());
        assertThat(matcher.find()).isTrue();
        return new Dashboard(matcher.group(1));
    }

    String address() {
        return address;
    }

    /** A path without its first slash; headers are names and values in turn. */
    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).GET());
    }

    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> postJson(String path, String json, String... headers)
            throws IOException, InterruptedException {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return post(path, json, all);
    }

    /** The value of a member of an object, as it stands in the JSON; the first one of the name. */
    static String value(String json, String name) {
        Matcher matcher =
                Pattern.compile("\"" + name + "\":(\"[^\"]*\"|[^,}\\]]*)").matcher(json);
        assertThat(matcher.find()).as("%s in %s", name, json).isTrue();
        return matcher.group(1);
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(60));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
