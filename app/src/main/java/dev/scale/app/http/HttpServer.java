package dev.scale.app.http;

import dev.scale.app.Configuration;
import dev.scale.app.Errors;
import dev.scale.app.ExitCode;
import dev.scale.app.Failure;
import dev.scale.app.HandlerProcess;
import dev.scale.app.Modules;
import dev.scale.app.Setting;
import dev.scale.messaging.Readiness;
import dev.scale.messaging.WorkerListener;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.Optional;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * Dashboard, health and metrics of a handler process. Starts before the handler does, so that it tells why that is not ready,
 * and holds one database connection of its own, when it needs it.
 */
public final class HttpServer implements AutoCloseable {

    /** The name of its database connection, before its process id. */
    public static final String CLIENT = "scale-dashboard";

    private static final int THREADS = 16;
    private static final String TOO_LONG = "57014";

    private final HttpOptions options;
    private final PageDatabase database;
    private final Sampler sampler;
    private final FigurePages figures;
    private final Metrics metrics;
    private final Access access;
    private final String queue;
    private Javalin server;
    private volatile @Nullable HandlerProcess process;

    private HttpServer(Configuration configuration, WorkerListener next) {
        options = HttpOptions.of(configuration);
        queue = configuration.text(Setting.QUEUE_NAME).orElseThrow();
        database = new PageDatabase(
                configuration, CLIENT + " " + ProcessHandle.current().pid());
        sampler = new Sampler(database, queue, this::broker);
        figures = new FigurePages(sampler, queue);
        metrics = new Metrics(sampler, queue, () -> readiness().ready(), Modules.commandTypes(configuration), next);
        access = new Access(options);
        server = created();
    }

    private Javalin created() {
        return Javalin.create(config -> {
            quiet(config);
            RoutesConfig routes = config.routes;
            routes.before(HttpServer::headers);
            routes.before(access::check);
            PageFiles.serve(routes);
            routes.post("/login", access::login);
            routes.post("/logout", access::logout);
            routes.get("/api/access", access::tell);
            routes.get("/health/live", this::live);
            routes.get("/health/ready", this::ready);
            routes.get("/metrics", this::metrics);
            figures.serve(routes);
            new JobPages(database).serve(routes);
            new LetterPages(database, queue).serve(routes);
            new HandlerPages(database, queue, this::broker).serve(routes);
            new CommandPages(database, queue).serve(routes);
            new AuditPages(database, queue).serve(routes);
            failures(routes);
        });
    }

    /** Throws what is wrong with its settings, before anything is started. */
    public static void check(Configuration configuration) {
        HttpOptions.of(configuration);
    }

    /** Listens by the settings; the listener hears what the handler does too. */
    public static HttpServer start(Configuration configuration, WorkerListener next) {
        HttpServer server = new HttpServer(configuration, next);
        boolean listening = false;
        try {
            server.listen();
            listening = true;
            server.sampler.start();
            return server;
        } finally {
            if (!listening) {
                server.close();
            }
        }
    }

    private void listen() {
        try {
            server.start(options.bind(), options.mayMove() && isTaken() ? 0 : options.port());
        } catch (JavalinBindException taken) {
            if (!options.mayMove()) {
                throw new Failure(
                        ExitCode.FAILED,
                        "port " + options.port() + " of " + options.bind() + " cannot be listened on; set "
                                + Setting.HTTP_PORT.variable() + " to another one, or to 0 for any free one",
                        taken);
            }
            server = created(); // one that failed cannot be started again
            server.start(options.bind(), 0);
        }
    }

    /** Asked before, since the server calls a port that is taken an error in the log. */
    private boolean isTaken() {
        try (ServerSocket probe = new ServerSocket(options.port(), 1, InetAddress.getByName(options.bind()))) {
            return !probe.isBound();
        } catch (IOException taken) {
            return true;
        }
    }

    /** What the worker is to tell. */
    public WorkerListener listener() {
        return metrics;
    }

    /** Shows this process. */
    public void show(HandlerProcess started) {
        process = started;
    }

    /** For people; says where it had to move. */
    public String description() {
        String host = options.bind().contains(":") ? "[" + options.bind() + "]" : options.bind();
        boolean moved = options.port() != 0 && server.port() != options.port();
        return "dashboard at http://" + host + ":" + server.port() + "/"
                + (moved ? " (port " + options.port() + " is taken)" : "")
                + (options.guarded() ? ", with a token" : "");
    }

    private static void quiet(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = 256 * 1024L;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("scale-http");
        threads.setDaemon(true);
        config.jetty.threadPool = threads;
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendDateHeader(true);
        });
    }

    private static void headers(Context request) {
        request.header(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                                + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "same-origin") // with none at all, forms would come from the origin "null"
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cache-Control", "no-store");
    }

    private static void failures(RoutesConfig routes) {
        routes.exception(Refusal.class, (refusal, request) -> {
            refusal.headers().forEach(request::header);
            if (refusal.status() == 401 && request.path().equals("/")) {
                request.redirect("/login.html");
            } else {
                Json.error(request, refusal.status(), String.valueOf(refusal.getMessage()));
            }
        });
        routes.exception(SQLException.class, (error, request) -> Json.error(request, 503, words(error)));
        routes.exception(BrokerException.class, (error, request) -> Json.error(request, 503, Errors.line(error)));
        routes.error(404, request -> {
            if (!String.valueOf(request.contentType()).startsWith("application/json")) {
                Json.error(request, 404, "there is nothing here");
            }
        });
    }

    private static String words(SQLException error) {
        return TOO_LONG.equals(error.getSQLState())
                ? "that took longer than 5 s; narrow the search"
                : "the database cannot be read: " + Errors.line(error);
    }

    private Optional<Broker> broker() {
        return Optional.ofNullable(process).map(HandlerProcess::broker);
    }

    private Readiness readiness() {
        HandlerProcess running = process;
        return running == null ? new Readiness(false, false, false) : running.readiness();
    }

    /** Live, too, while it is not yet begun: then it waits for the database. */
    private void live(Context request) {
        HandlerProcess running = process;
        boolean live = running == null || running.live();
        request.status(live ? 200 : 503).contentType("text/plain").result(live ? "live\n" : "stuck\n");
    }

    private void ready(Context request) {
        Readiness state = readiness();
        Json.answer(request, state.ready() ? 200 : 503, generator -> {
            generator.writeBooleanProperty("ready", state.ready());
            generator.writeBooleanProperty("receiving", state.receiving());
            generator.writeBooleanProperty("paused", state.paused());
            generator.writeBooleanProperty("committing", state.committing());
        });
    }

    private void metrics(Context request) {
        request.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.scrape());
    }

    @Override
    public void close() {
        server.stop();
        sampler.close();
        figures.close();
        database.close();
    }
}
