package dev.scale.app;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether this process has been asked to stop. The first SIGTERM or SIGINT asks; a second one exits at once. */
public final class StopSignal {

    private final CountDownLatch asked = new CountDownLatch(1);

    /** Not asked for yet, and by no signal. */
    public StopSignal() {}

    /** Takes over both signals of this process. */
    public static StopSignal install() {
        StopSignal stop = new StopSignal();
        stop.handle("TERM", 143);
        stop.handle("INT", 130);
        return stop;
    }

    void ask() {
        asked.countDown();
    }

    boolean asked() {
        return asked.getCount() == 0;
    }

    /** Waits for the signal at most so long; true when it came. */
    boolean within(Duration wait) throws InterruptedException {
        return asked.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    void await() throws InterruptedException {
        asked.await();
    }

    /** By reflection: the JDK's own interface to signals is supported, but the compiler warns of it and cannot be told not to. */
    private void handle(String name, int secondExitCode) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getDeclaringClass() == Object.class) {
                            return method.invoke(this, arguments);
                        }
                        if (asked()) {
                            Runtime.getRuntime().halt(secondExitCode);
                        }
                        ask();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
        } catch (ReflectiveOperationException e) {
            throw new Failure(ExitCode.FAILED, "cannot listen to SIG" + name + " on this JVM: " + e.getMessage(), e);
        }
    }
}
