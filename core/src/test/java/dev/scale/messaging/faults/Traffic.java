package dev.scale.messaging.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Passes on what one connection carries. Each direction runs on a thread of its own until its input ends. */
interface Traffic {

    /** Passes everything on as it is. */
    Traffic UNTOUCHED = new Traffic() {};

    default void toServer(InputStream client, OutputStream server) throws IOException {
        copy(client, server);
    }

    default void toClient(InputStream server, OutputStream client) throws IOException {
        copy(server, client);
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            to.write(buffer, 0, read);
        }
    }
}
