package dev.scale.benchmarks.contenders;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.amqp.core.BatchMessageListener;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Spring AMQP and Spring JDBC, tuned for the same work: the container gathers batches (only this kind of container does), each
 * is one transaction, and the container acknowledges it with one frame when the listener has returned.
 */
final class SpringAmqp implements Contender {

    private static final int CONSUMERS = 2;
    private static final int BATCH = 1_000;
    private static final int PREFETCH = 4_000;

    /** A batch that is not full is handled when nothing has come for so long. */
    private static final long RECEIVE_TIMEOUT_MILLIS = 10;

    private final CachingConnectionFactory broker;
    private final HikariDataSource database;
    private final TransactionTemplate transactions;
    private final JdbcTemplate jdbc;
    private final StartSql sql;

    SpringAmqp(Place place, StartSql sql) {
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(place.database());
        pool.setMaximumPoolSize(CONSUMERS);
        this.broker = new CachingConnectionFactory(place.broker());
        this.database = new HikariDataSource(pool);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        this.jdbc = new JdbcTemplate(database);
        this.sql = sql;
    }

    @Override
    public void drain(String queue, int messages) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(messages);
        CountDownLatch ended = new CountDownLatch(1);
        BatchMessageListener listener = batch -> {
            write(batch);
            if (left.addAndGet(-batch.size()) <= 0) {
                ended.countDown();
            }
        };
        SimpleMessageListenerContainer container = container(queue);
        container.setMessageListener(listener);
        container.afterPropertiesSet();
        container.start();
        try {
            ended.await();
        } finally {
            // waits for the consumers, which acknowledge what they have handled first
            container.destroy();
        }
    }

    private SimpleMessageListenerContainer container(String queue) {
        SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(broker);
        container.setQueueNames(queue);
        container.setConcurrentConsumers(CONSUMERS);
        container.setPrefetchCount(PREFETCH);
        container.setConsumerBatchEnabled(true);
        container.setBatchSize(BATCH);
        container.setReceiveTimeout(RECEIVE_TIMEOUT_MILLIS);
        container.setMicrometerEnabled(false);
        return container;
    }

    private void write(List<Message> batch) {
        List<Start> starts = new ArrayList<>(batch.size());
        for (Message message : batch) {
            Start.read(message.getBody(), starts);
        }
        starts.sort(Comparator.comparingLong(Start::job));
        transactions.executeWithoutResult(status -> sql.write(jdbc, starts));
    }

    @Override
    public String configuration() {
        return "SimpleMessageListenerContainer, " + CONSUMERS + " consumers, prefetch " + PREFETCH
                + " each, batches of at most " + BATCH + ", a transaction each, " + sql
                + ", acknowledged after the commit";
    }

    @Override
    public void close() {
        broker.destroy();
        database.close();
    }
}
