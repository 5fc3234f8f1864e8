package dev.scale.examples;

import dev.scale.messaging.CommandSender;
import dev.scale.messaging.CommandType;
import dev.scale.messaging.HandlerGroup;
import dev.scale.messaging.Handlers;
import dev.scale.messaging.Received;
import dev.scale.messaging.Worker;
import dev.scale.messaging.WorkerOptions;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import dev.scale.messaging.store.Schema;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A command's whole way in one program. The queue is in memory; another URL makes it RabbitMQ or SQS. */
public final class Hello {

    /** The body: JSON with a member {@code name}. */
    record Greeting(String name) {}

    static final CommandType<Greeting> GREETING = CommandType.of("greeting", Greeting.class);

    private static final String QUEUE = "hello";

    private Hello() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (Database database = Database.open(DatabaseUrl.parse(arguments[0]), 3, "hello")) {
            Schema.migrate(database);
            greet(database, List.of("Ada", "Grace"), System.out);
        }
    }

    static void greet(Database database, List<String> names, PrintStream out) throws InterruptedException {
        CountDownLatch greeted = new CountDownLatch(names.size());
        // A handler gets all commands of a batch at once. What it does in the database is done once; what it does
        // elsewhere,
        // such as printing, may be done again where the transaction fails.
        HandlerGroup<Greeting> greetings = HandlerGroup.of(GREETING, (commands, unit) -> {
            for (Received<Greeting> command : commands) {
                out.println("Hello " + command.body().name());
                greeted.countDown();
            }
        });
        try (Broker broker = Broker.open(BrokerUrl.parse("memory://hello"), BrokerOptions.forQueue(QUEUE));
                Worker worker =
                        new Worker(broker, QUEUE, database, Handlers.of(List.of(greetings)), WorkerOptions.DEFAULTS)) {
            worker.start();
            CommandSender sender = new CommandSender(broker);
            for (String name : names) {
                sender.send(GREETING, new Greeting(name));
            }
            greeted.await();
        }
    }
}
