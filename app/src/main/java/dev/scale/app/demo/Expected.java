package dev.scale.app.demo;

import dev.scale.jobs.ExecutionId;
import java.util.List;

/** What a confirmed command must have caused by the end. */
sealed interface Expected {

    record JobsExist(List<Long> jobs) implements Expected {}

    record Started(ExecutionId execution) implements Expected {}

    /** The execution ended, COMPLETED or FAILED. */
    record Ended(ExecutionId execution, String status) implements Expected {}

    record OutputStored(ExecutionId execution) implements Expected {}

    /** Whether it can be seen in the database. */
    default boolean isIn(Outcomes outcomes) {
        if (this instanceof JobsExist submitted) {
            return outcomes.jobs().keySet().containsAll(submitted.jobs());
        }
        if (this instanceof Started started) {
            Outcomes.Execution execution = outcomes.executions().get(started.execution());
            return execution != null && execution.started();
        }
        if (this instanceof Ended ended) {
            Outcomes.Execution execution = outcomes.executions().get(ended.execution());
            return execution != null && execution.ended() && execution.status().equals(ended.status());
        }
        Outcomes.Execution execution = outcomes.executions().get(((OutputStored) this).execution());
        return execution != null && execution.hasOutput();
    }
}
