package dev.scale.app.http;

import dev.scale.app.Configuration;
import dev.scale.app.Failure;
import dev.scale.app.Setting;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where the server listens and who gets in.
 *
 * @param port 0: any free one
 * @param mayMove whether a free port will do where this one is taken
 * @param token lets in for everything; empty where nobody needs one
 * @param readToken lets in for looking only
 */
record HttpOptions(String bind, int port, boolean mayMove, Optional<String> token, Optional<String> readToken) {

    private static final int SHORTEST_TOKEN = 16;

    static HttpOptions of(Configuration configuration) {
        String bind = configuration.text(Setting.HTTP_BIND).orElseThrow();
        Optional<String> token = token(configuration, Setting.HTTP_TOKEN);
        if (token.isEmpty() && !isLoopback(bind)) {
            throw Failure.usage(Setting.HTTP_BIND.variable() + " is '" + bind
                    + "', which others can reach: set " + Setting.HTTP_TOKEN.variable()
                    + " to a secret of at least " + SHORTEST_TOKEN + " characters, or listen on 127.0.0.1");
        }
        return new HttpOptions(
                bind,
                configuration.port(Setting.HTTP_PORT),
                configuration.isDefault(Setting.HTTP_PORT),
                token,
                token(configuration, Setting.HTTP_READ_TOKEN));
    }

    /** Whether a token is needed at all. */
    boolean guarded() {
        return token.isPresent() || readToken.isPresent();
    }

    private static Optional<String> token(Configuration configuration, Setting setting) {
        Optional<String> token = configuration.text(setting);
        if (token.isPresent() && token.get().length() < SHORTEST_TOKEN) {
            throw Failure.usage(setting.variable() + ": a secret of at least " + SHORTEST_TOKEN
                    + " characters is expected, such as `openssl rand -hex 24` prints");
        }
        return token;
    }

    private static boolean isLoopback(String bind) {
        try {
            return InetAddress.getByName(bind).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw Failure.usage(Setting.HTTP_BIND.variable() + " '" + bind + "': an address of this host is expected");
        }
    }
}
