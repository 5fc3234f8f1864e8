package dev.scale.app;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.Subscription;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Notices when somebody has subscribed over a broker for the first time. */
final class Subscribing {

    private volatile boolean seen;

    /** The same broker, watched. */
    Broker over(Broker broker) {
        return (Broker) Proxy.newProxyInstance(
                Broker.class.getClassLoader(), new Class<?>[] {Broker.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(broker, arguments);
                        if (result instanceof Subscription) {
                            seen = true;
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    boolean seen() {
        return seen;
    }
}
