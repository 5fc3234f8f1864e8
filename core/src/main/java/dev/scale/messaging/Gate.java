package dev.scale.messaging;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets the threads of a worker in to receive, or keeps them out while anybody wants that; knows how many are in. */
final class Gate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Keeper> keepers = EnumSet.noneOf(Keeper.class);
    private int inside;

    /** Who may keep it closed. */
    enum Keeper {
        /** The program that the worker is a part of. */
        PROGRAM,
        /** An operator, by way of the database. */
        OPERATOR
    }

    boolean isOpen() {
        return locked(keepers::isEmpty);
    }

    /** Whether this one keeps it closed. */
    boolean isClosedBy(Keeper keeper) {
        return locked(() -> keepers.contains(keeper));
    }

    /** It is closed, and nobody is inside any more. */
    boolean isClosedAndEmpty() {
        return locked(() -> !keepers.isEmpty() && inside == 0);
    }

    /** Returns whether that is new for this one. */
    boolean open(Keeper keeper) {
        return change(() -> keepers.remove(keeper));
    }

    /** Returns whether that is new for this one. */
    boolean close(Keeper keeper) {
        return change(() -> keepers.add(keeper));
    }

    /** Waits until the gate is open (true: entered) or the time is over (false). */
    boolean enter(Duration wait) throws InterruptedException {
        return await(wait, keepers::isEmpty, () -> inside++);
    }

    void leave() {
        change(() -> {
            inside--;
            return true;
        });
    }

    /** Waits until nobody is inside; false when the time is over. */
    boolean awaitEmpty(Duration wait) throws InterruptedException {
        return await(wait, () -> inside == 0, () -> {});
    }

    private interface Question {
        boolean answer();
    }

    private boolean locked(Question question) {
        lock.lock();
        try {
            return question.answer();
        } finally {
            lock.unlock();
        }
    }

    private boolean change(Question change) {
        lock.lock();
        try {
            boolean answer = change.answer();
            changed.signalAll();
            return answer;
        } finally {
            lock.unlock();
        }
    }

    private boolean await(Duration wait, Question question, Runnable then) throws InterruptedException {
        long left = wait.toNanos();
        lock.lock();
        try {
            while (!question.answer()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            then.run();
            return true;
        } finally {
            lock.unlock();
        }
    }
}
