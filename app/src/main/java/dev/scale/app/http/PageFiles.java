package dev.scale.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;

/** The files of the dashboard: these and no others. */
final class PageFiles {

    private static final String OURS = "/dev/scale/app/http/page/";
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final String PAGE = "text/html; charset=utf-8";

    private static final List<String> SCRIPTS = List.of(
            "app.js",
            "dom.js",
            "words.js",
            "api.js",
            "overview.js",
            "commands.js",
            "jobs.js",
            "letters.js",
            "body.js",
            "handlers.js",
            "queue.js",
            "audit.js");

    private record PageFile(byte[] bytes, String type, String tag) {

        static PageFile of(String resource, String type) {
            try (InputStream stream = Objects.requireNonNull(PageFiles.class.getResourceAsStream(resource), resource)) {
                byte[] bytes = stream.readAllBytes();
                CRC32 sum = new CRC32();
                sum.update(bytes);
                return new PageFile(bytes, type, '"' + HexFormat.of().toHexDigits(sum.getValue()) + '"');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void answer(Context request) {
            request.header("Cache-Control", "no-cache").header("ETag", tag);
            if (tag.equals(request.header("If-None-Match"))) {
                request.status(304);
            } else {
                request.contentType(type).result(bytes);
            }
        }
    }

    private PageFiles() {}

    static void serve(RoutesConfig routes) {
        serve(routes, "/", OURS + "index.html", PAGE);
        serve(routes, "/login.html", OURS + "login.html", PAGE);
        serve(routes, "/style.css", OURS + "style.css", STYLE);
        SCRIPTS.forEach(script -> serve(routes, "/" + script, OURS + script, SCRIPT));
        serve(routes, "/uplot.js", UPLOT + "uPlot.esm.js", SCRIPT);
        serve(routes, "/uplot.css", UPLOT + "uPlot.min.css", STYLE);
    }

    private static void serve(RoutesConfig routes, String path, String resource, String type) {
        PageFile file = PageFile.of(resource, type);
        routes.get(path, file::answer);
    }
}
