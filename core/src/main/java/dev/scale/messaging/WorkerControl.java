package dev.scale.messaging;

import org.slf4j.LoggerFactory;

/**
 * What the threads of one worker share.
 *
 * @param stop set once, at close
 * @param gate closed while the worker is paused
 * @param broker whether the broker can be used
 */
record WorkerControl(StopSignal stop, Gate gate, Availability broker) {

    WorkerControl() {
        this(new StopSignal(), new Gate(), new Availability("the broker", LoggerFactory.getLogger(Worker.class)));
    }
}
