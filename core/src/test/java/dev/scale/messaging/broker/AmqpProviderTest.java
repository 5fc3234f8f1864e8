package dev.scale.messaging.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AmqpProviderTest {

    @Test
    void missingClientLibraryIsNamed() throws Exception {
        ClassLoader without = new WithoutAmqpClient();
        Class<?> url = without.loadClass(BrokerUrl.class.getName());
        Class<?> options = without.loadClass(BrokerOptions.class.getName());
        Object parsed = url.getMethod("parse", String.class).invoke(null, "amqp://h//");
        Object chosen = options.getMethod("forQueue", String.class).invoke(null, "q");
        Thread.currentThread().setContextClassLoader(without);
        try {
            assertThatThrownBy(() -> without.loadClass(Broker.class.getName())
                            .getMethod("open", url, options)
                            .invoke(null, parsed, chosen))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .satisfies(cause -> assertThat(cause.getClass().getName())
                            .isEqualTo(BrokerException.Misconfigured.class.getName()))
                    .hasMessageContaining("com.rabbitmq:amqp-client");
        } finally {
            Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        }
    }

    @Test
    void nothingListensIsUnavailableWithoutTheSecret() throws Exception {
        try (Broker broker =
                Broker.open(BrokerUrl.parse("amqp://svc:S3cr3t%21@127.0.0.1:1//"), BrokerOptions.forQueue("q"))) {
            assertThatThrownBy(broker::depth)
                    .isInstanceOf(BrokerException.Unavailable.class)
                    .hasMessageContaining("127.0.0.1:1")
                    .hasMessageNotContaining("S3cr3t");
            OutgoingMessage message = new OutgoingMessage("m", new byte[0], Map.of());
            assertThat(broker.publish(List.of(message))
                            .toCompletableFuture()
                            .get(1, TimeUnit.MINUTES)
                            .unconfirmed())
                    .singleElement()
                    .satisfies(unconfirmed -> {
                        assertThat(unconfirmed.cause()).isEqualTo(PublishReport.Cause.OUTAGE);
                        assertThat(unconfirmed.reason()).contains("127.0.0.1:1").doesNotContain("S3cr3t");
                    });
            assertThat(broker.status().state()).isEqualTo(BrokerStatus.State.DISCONNECTED);
            assertThat(broker.status().detail()).doesNotContain("S3cr3t");
        }
    }

    /** Loads our classes anew, and pretends that the client is not there. */
    private static final class WithoutAmqpClient extends ClassLoader {

        WithoutAmqpClient() {
            super(AmqpProviderTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("com.rabbitmq.")) {
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
            } catch (java.io.IOException unreadable) {
                throw new ClassNotFoundException(name, unreadable);
            }
        }
    }
}
