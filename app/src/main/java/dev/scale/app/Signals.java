package dev.scale.app;

import java.lang.reflect.Proxy;

/** Signals of the operating system to this process. */
public final class Signals {

    private Signals() {}

    /**
     * Runs an action, on a thread of its own, each time this signal comes, in place of what the JVM would do.
     *
     * @param name without SIG, such as {@code TERM}
     */
    public static void handle(String name, Runnable action) {
        // By reflection: the JDK's own interface to signals is supported, but the compiler warns of it and cannot be
        // told not to.
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getDeclaringClass() == Object.class) {
                            return method.invoke(action, arguments);
                        }
                        action.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
        } catch (ReflectiveOperationException e) {
            throw new Failure(ExitCode.FAILED, "cannot listen to SIG" + name + " on this JVM: " + e.getMessage(), e);
        }
    }
}
