package dev.scale.messaging.broker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;

/** Loads our classes anew, and pretends that a client library is not there. */
public final class WithoutLibrary extends ClassLoader {

    private final String missing;

    private WithoutLibrary(String missing) {
        super(WithoutLibrary.class.getClassLoader());
        this.missing = missing;
    }

    /** Without the classes whose names start so. */
    public static ClassLoader named(String missing) {
        return new WithoutLibrary(missing);
    }

    /** Opening this URL without the classes whose names start so is Misconfigured, with this name in the message. */
    static void assertThatOpeningNames(String url, String missing, String name) throws Exception {
        ClassLoader without = new WithoutLibrary(missing);
        Class<?> urls = without.loadClass(BrokerUrl.class.getName());
        Class<?> options = without.loadClass(BrokerOptions.class.getName());
        Object parsed = urls.getMethod("parse", String.class).invoke(null, url);
        Object chosen = options.getMethod("forQueue", String.class).invoke(null, "q");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(without);
        try {
            assertThatThrownBy(() -> without.loadClass(Broker.class.getName())
                            .getMethod("open", urls, options)
                            .invoke(null, parsed, chosen))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .satisfies(cause -> org.assertj.core.api.Assertions.assertThat(
                                    cause.getClass().getName())
                            .isEqualTo(BrokerException.Misconfigured.class.getName()))
                    .hasMessageContaining(name);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(missing)) {
            throw new ClassNotFoundException(name);
        }
        if (!name.startsWith("dev.scale.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] code = file.readAllBytes();
            return defineClass(name, code, 0, code.length);
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(name, unreadable);
        }
    }
}
