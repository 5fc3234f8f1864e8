package dev.scale.benchmarks.chaos.handler;

import dev.scale.jobs.JobsModule;
import dev.scale.messaging.CommandHandler;
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
import dev.scale.messaging.store.Transactions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The main class of a handler process. Arguments: a sabotage, and optionally the step at which this process gets a
 * signal, and the signal's name. It works until it is asked to end (SIGTERM) or its standard input ends, which is also how it
 * learns that its parent is gone.
 */
public final class HandlerMain {

    /** Where the broker and the database are, with secrets; so not among the arguments. */
    public static final String BROKER_URL = "SCALE_BROKER_URL";

    public static final String DATABASE_URL = "SCALE_DATABASE_URL";
    public static final String QUEUE = "SCALE_QUEUE_NAME";

    private static final String DROPPED_ID_SUFFIX = "-1";

    private HandlerMain() {}

    public static void main(String[] arguments) throws IOException {
        Sabotage sabotage = Sabotage.valueOf(arguments[0]);
        Fuse fuse =
                arguments.length == 3 ? new Fuse(Step.valueOf(arguments[1]), arguments[2]) : new Fuse(null, Fuse.KILL);
        String name = "chaos-handler " + ProcessHandle.current().pid();
        String queue = System.getenv(QUEUE);
        WorkerOptions options = WorkerOptions.DEFAULTS;
        BrokerOptions brokerOptions = BrokerOptions.forQueue(queue).withClientName(name);
        try (Broker broker = Broker.open(BrokerUrl.parse(System.getenv(BROKER_URL)), brokerOptions);
                Database database =
                        Database.open(DatabaseUrl.parse(System.getenv(DATABASE_URL)), options.threads() + 1, name)) {
            Broker wrapped = new FusedBroker(CheatingBroker.forHandlers(broker, sabotage), fuse);
            Transactions transactions = new FusedTransactions(database, fuse);
            try (Worker worker = new Worker(wrapped, queue, transactions, handlers(sabotage), options)) {
                Runtime.getRuntime().addShutdownHook(new Thread(worker::close, "drain"));
                worker.start();
                while (System.in.read() >= 0) {
                    // Until the end.
                }
            }
        }
    }

    private static Handlers handlers(Sabotage sabotage) {
        CommandHandler<Count> honest = new CountHandler(sabotage != Sabotage.NO_INBOX);
        CommandHandler<Count> handler = sabotage == Sabotage.DROP_EFFECT ? dropping(honest) : honest;
        HandlerGroup<Count> counting = HandlerGroup.of(Count.TYPE, handler);
        List<HandlerGroup<?>> groups = new ArrayList<>(new JobsModule().groups());
        groups.add(sabotage == Sabotage.NO_INBOX ? counting.idempotent(command -> true) : counting);
        return Handlers.of(groups);
    }

    /** Leaves out the first command of each sender, without a word. */
    private static CommandHandler<Count> dropping(CommandHandler<Count> handler) {
        return (commands, unit) -> {
            List<Received<Count>> kept = new ArrayList<>(commands);
            kept.removeIf(command -> command.id().endsWith(DROPPED_ID_SUFFIX));
            handler.handle(kept, unit);
        };
    }
}
