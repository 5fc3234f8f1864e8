package dev.scale.messaging.faults;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** A client's connection to the proxy and the proxy's own to the server behind it. */
final class ProxiedConnection {

    private final Socket client;
    private final Socket server = new Socket();
    private final FaultSwitch faults;
    private volatile boolean incomplete;

    ProxiedConnection(Socket client, FaultSwitch faults) {
        this.client = client;
        this.faults = faults;
    }

    /** Passes on until either side ends it. */
    void run(InetSocketAddress target, Traffic traffic) throws IOException {
        if (faults.present() instanceof Fault.Blackhole) {
            incomplete = true;
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
            end();
            return;
        }
        server.setTcpNoDelay(true);
        server.connect(target);
        FaultProxy.daemon("to-client", () -> {
            try {
                traffic.toClient(server.getInputStream(), new Outlet(client.getOutputStream()));
            } catch (IOException ended) {
                // the other direction hears of it when the sockets are closed
            } finally {
                end();
            }
        });
        traffic.toServer(client.getInputStream(), new Outlet(server.getOutputStream()));
    }

    /** Ends it, which neither side hears of while there is a blackhole. */
    void end() {
        try {
            Fault fault = faults.present();
            while (fault instanceof Fault.Blackhole) {
                incomplete = true;
                faults.waitWhile(fault, Duration.ofMinutes(1));
                fault = faults.present();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /** Whether bytes were swallowed, so that nothing more can be passed on. */
    boolean isIncomplete() {
        return incomplete;
    }

    void close() {
        closeQuietly(client);
        closeQuietly(server);
    }

    /** Ends it with RST towards both sides. */
    void reset() {
        for (Socket socket : new Socket[] {client, server}) {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException closedAlready) {
                // then there is nothing to reset
            }
        }
        close();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException failed) {
            // it is of no more use in any case
        }
    }

    /** Where bytes leave the proxy, if they do. */
    private final class Outlet extends OutputStream {

        private final OutputStream out;

        Outlet(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                Fault fault = faults.present();
                int piece = length - done;
                if (fault instanceof Fault.Blackhole) {
                    incomplete = true;
                    // it may be over since; the hole in the stream stays
                    if (faults.present() instanceof Fault.Blackhole) {
                        return;
                    }
                }
                if (incomplete) {
                    throw new IOException("bytes before these were swallowed");
                }
                if (fault instanceof Fault.Slow slow) {
                    piece = Math.min(piece, slow.piece());
                    await(slow, piece);
                }
                out.write(bytes, offset + done, piece);
                done += piece;
            }
        }

        private void await(Fault.Slow slow, int bytes) throws IOException {
            try {
                faults.waitWhile(slow, slow.pause(bytes));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }
    }
}
