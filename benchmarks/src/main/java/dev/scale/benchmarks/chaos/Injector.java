package dev.scale.benchmarks.chaos;

import dev.scale.messaging.faults.FaultProxy;
import java.io.PrintStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Does what the plan says, one fault after the other; when it returns every part is at work again. */
final class Injector {

    private final Site site;
    private final HandlerProcesses handlers;
    private final PrintStream progress;
    private final Map<Fault, Integer> injected = new EnumMap<>(Fault.class);

    Injector(Site site, HandlerProcesses handlers, PrintStream progress) {
        this.site = site;
        this.handlers = handlers;
        this.progress = progress;
    }

    /** Returns when the plan's time is over. */
    void run(Plan plan) throws InterruptedException {
        long start = System.nanoTime();
        for (Plan.Injection injection : plan.injections()) {
            if (sinceStart(start).plus(injection.pause()).compareTo(plan.length()) >= 0) {
                break;
            }
            Thread.sleep(injection.pause().toMillis());
            String done = inject(injection);
            injected.merge(injection.fault(), 1, Integer::sum);
            progress.printf(
                    Locale.ROOT, "chaos: %6.1f s %s%n", sinceStart(start).toMillis() / 1000.0, done);
        }
        Thread.sleep(Math.max(0, plan.length().minus(sinceStart(start)).toMillis()));
    }

    /** How many faults of each kind there were. */
    Map<Fault, Integer> injected() {
        return injected;
    }

    private String inject(Plan.Injection injection) throws InterruptedException {
        int target = injection.target();
        Duration length = injection.length();
        return switch (injection.fault()) {
            case KILL_HANDLER -> {
                int number = target % handlers.size();
                ProcessTree.kill(handlers.pid(number));
                yield "killed handler " + (number + 1);
            }
            case KILL_BROKER -> kill(site.broker(), "broker", length);
            case KILL_DATABASE -> kill(site.database(), "database", length);
            case FREEZE -> freeze(target % (handlers.size() + 2), length);
            case CUT, RESET, BLACKHOLE -> trouble(injection.fault(), target % 2 == 0, length);
        };
    }

    private String trouble(Fault fault, boolean broker, Duration length) throws InterruptedException {
        FaultProxy proxy = (broker ? site.broker() : site.database()).proxy();
        String place = broker ? "broker" : "database";
        String done = "closed the connections to the " + place;
        if (fault == Fault.CUT) {
            proxy.cut();
        } else if (fault == Fault.RESET) {
            proxy.reset();
            done = "reset the connections to the " + place;
        } else {
            proxy.blackhole();
            Thread.sleep(length.toMillis());
            done = "swallowed what went to and from the " + place + " for " + length.toMillis() + " ms";
        }
        proxy.pass();
        return done;
    }

    private static String kill(Service service, String name, Duration length) throws InterruptedException {
        service.kill();
        Thread.sleep(length.toMillis());
        service.restart();
        return "killed the " + name + ", away for " + length.toMillis() + " ms and its start";
    }

    private String freeze(int target, Duration length) throws InterruptedException {
        String name;
        if (target < handlers.size()) {
            long pid = handlers.pid(target);
            name = "handler " + (target + 1);
            ProcessTree.freeze(pid);
            Thread.sleep(length.toMillis());
            ProcessTree.thaw(pid);
        } else {
            Service service = target == handlers.size() ? site.broker() : site.database();
            name = target == handlers.size() ? "the broker" : "the database";
            service.freeze();
            Thread.sleep(length.toMillis());
            service.thaw();
        }
        return "froze " + name + " for " + length.toMillis() + " ms";
    }

    private static Duration sinceStart(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
