package dev.scale.messaging;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/**
 * What the threads of one worker share.
 *
 * @param stop set once, at close
 * @param gate closed while the worker is paused
 * @param broker whether the broker can be used
 * @param database whether the database can be used
 * @param marks what is marked as in work, here and in other processes
 * @param steps whether the threads go on
 * @param solitude lets a suspect be handled alone
 * @param deadLetters tells of new ones
 * @param inHand what the threads have received
 * @param receivers how many threads receive
 */
record WorkerControl(
        StopSignal stop,
        Gate gate,
        Availability broker,
        Availability database,
        Marks marks,
        Steps steps,
        Solitude solitude,
        DeadLetterNotice deadLetters,
        InHand inHand,
        AtomicInteger receivers) {

    WorkerControl(Marks marks) {
        this(marks, new Steps());
    }

    private WorkerControl(Marks marks, Steps steps) {
        this(
                new StopSignal(),
                new Gate(),
                new Availability("the broker", LoggerFactory.getLogger(Worker.class)),
                new Availability("the database", LoggerFactory.getLogger(Worker.class)),
                marks,
                steps,
                new Solitude(steps),
                new DeadLetterNotice(System::nanoTime),
                new InHand(System::nanoTime),
                new AtomicInteger());
    }

    /** Whether more of what was received may be begun. */
    boolean mayGoOn() {
        return gate.isOpen() && !stop.isSet();
    }
}
