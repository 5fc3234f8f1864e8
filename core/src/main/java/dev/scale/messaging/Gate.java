package dev.scale.messaging;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets the threads of a worker in to receive, or keeps them out; knows how many are in. */
final class Gate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean open = true;
    private int inside;

    boolean isOpen() {
        return locked(() -> open);
    }

    void open() {
        set(true);
    }

    void close() {
        set(false);
    }

    /** Waits until the gate is open (true: entered) or the time is over (false). */
    boolean enter(Duration wait) throws InterruptedException {
        return await(wait, () -> open, () -> inside++);
    }

    void leave() {
        lock.lock();
        try {
            inside--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
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

    private void set(boolean value) {
        lock.lock();
        try {
            open = value;
            changed.signalAll();
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
