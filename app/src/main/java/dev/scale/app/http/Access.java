package dev.scale.app.http;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may do what. Where a token is set everybody needs one, in a header or by way of the login form; where none is set the
 * server listens on loopback only, and takes requests that name it by an address or as localhost, so that no foreign name
 * can be made to point here.
 */
final class Access {

    static final String COOKIE = "scale_session";

    private static final String BEARER = "Bearer ";
    private static final Set<String> OPEN =
            Set.of("/health/live", "/health/ready", "/login", "/login.html", "/style.css");

    private final HttpOptions options;
    private final Sessions sessions = new Sessions(System::nanoTime);
    private final FailedLogins failedLogins = new FailedLogins(System::nanoTime);

    Access(HttpOptions options) {
        this.options = options;
    }

    /** Before every request. */
    void check(Context request) {
        if (!options.guarded() && !namesThisHost(request.header("Host"))) {
            throw new Refusal(403, "this host name is not ours; use 127.0.0.1 or localhost");
        }
        boolean changes = !Set.of("GET", "HEAD").contains(request.method().name());
        if (changes && isCrossSite(request)) {
            throw new Refusal(403, "a request of another site is not taken");
        }
        if (OPEN.contains(request.path())) {
            return;
        }
        Right right = options.guarded() ? rightOf(request) : Right.CHANGE;
        if (changes && !request.path().equals("/logout")) {
            requireChange(request, right);
        }
        request.attribute("right", right);
    }

    private static void requireChange(Context request, Right right) {
        if (right != Right.CHANGE) {
            throw new Refusal(403, "this token lets you look only");
        }
        String type = request.contentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new Refusal(415, "application/json is expected");
        }
    }

    private Right rightOf(Context request) {
        String header = request.header("Authorization");
        if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return rightOf(header.substring(BEARER.length()).strip(), request);
        }
        String session = request.cookie(COOKIE);
        return Optional.ofNullable(session)
                .flatMap(sessions::right)
                .orElseThrow(() -> new Refusal(401, "log in, or send a token (Authorization: Bearer …)"));
    }

    private Right rightOf(String token, Context request) {
        String address = request.ip();
        Duration wait = failedLogins.wait(address);
        if (!wait.isZero()) {
            throw new Refusal(
                    429, "too many wrong tokens; wait", Map.of("Retry-After", String.valueOf(wait.toSeconds() + 1)));
        }
        Optional<Right> right = is(options.token(), token)
                ? Optional.of(Right.CHANGE)
                : is(options.readToken(), token) ? Optional.of(Right.READ) : Optional.empty();
        if (right.isEmpty()) {
            failedLogins.failed(address);
            throw new Refusal(401, "this token is wrong");
        }
        failedLogins.succeeded(address);
        return right.get();
    }

    /** Takes as long whatever is wrong with it. */
    private static boolean is(Optional<String> expected, String given) {
        return expected.isPresent()
                && MessageDigest.isEqual(
                        expected.get().getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    /** The login form. */
    void login(Context request) {
        if (!options.guarded()) {
            request.redirect("/");
            return;
        }
        String token = request.formParam("token");
        try {
            Right right = rightOf(token == null ? "" : token.strip(), request);
            request.cookie(cookie(sessions.begin(right), (int) Sessions.LIFE.toSeconds(), request));
            request.redirect("/", io.javalin.http.HttpStatus.SEE_OTHER);
        } catch (Refusal refusal) {
            request.redirect(
                    "/login.html#" + (refusal.status() == 429 ? "wait" : "wrong"),
                    io.javalin.http.HttpStatus.SEE_OTHER);
        }
    }

    /** What the asking one may do. */
    void tell(Context request) {
        Right right = request.attribute("right");
        Json.answer(request, 200, generator -> {
            generator.writeBooleanProperty("token_needed", options.guarded());
            generator.writeBooleanProperty("may_change", right == Right.CHANGE);
        });
    }

    void logout(Context request) {
        String session = request.cookie(COOKIE);
        if (session != null) {
            sessions.end(session);
        }
        request.cookie(cookie("", 0, request));
        request.redirect(options.guarded() ? "/login.html" : "/", io.javalin.http.HttpStatus.SEE_OTHER);
    }

    private static Cookie cookie(String value, int seconds, Context request) {
        boolean secure = "https".equals(request.header("X-Forwarded-Proto"));
        return new Cookie(COOKIE, value, "/", seconds, secure, true, null, SameSite.STRICT);
    }

    /** Browsers say where a request comes from, other programs say nothing; only old browsers leave it to the origin. */
    private static boolean isCrossSite(Context request) {
        String site = request.header("Sec-Fetch-Site");
        if (site != null) {
            return !Set.of("same-origin", "none").contains(site);
        }
        String origin = request.header("Origin");
        return origin != null && !origin.replaceFirst("^https?://", "").equals(request.header("Host"));
    }

    static boolean namesThisHost(String host) {
        if (host == null) {
            return false;
        }
        String name = host.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")
                || name.matches("\\[[0-9a-f:.]+]");
    }
}
