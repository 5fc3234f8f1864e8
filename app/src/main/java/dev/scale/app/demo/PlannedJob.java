package dev.scale.app.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A job of the demo and how it is to end.
 *
 * @param file what its task is to read
 */
record PlannedJob(long id, Path file, Ending ending) {

    static final int MAX_TRIES = 3;

    /** How a job is to end. */
    enum Ending {
        COMPLETES("COMPLETED", 1),
        /** Its first execution fails, its second one completes it. */
        FAILS_ONCE("COMPLETED", 2),
        /** Every execution fails. */
        FAILS_FOR_GOOD("FAILED", MAX_TRIES);

        private final String status;
        private final int executions;

        Ending(String status, int executions) {
            this.status = status;
            this.executions = executions;
        }
    }

    /** Jobs over the files in turn: every tenth fails once, every fiftieth for good. */
    static List<PlannedJob> plan(int jobs, List<Path> files, LongSupplier ids) {
        List<PlannedJob> plan = new ArrayList<>(jobs);
        for (int number = 1; number <= jobs; number++) {
            Ending ending =
                    number % 50 == 0 ? Ending.FAILS_FOR_GOOD : number % 10 == 0 ? Ending.FAILS_ONCE : Ending.COMPLETES;
            plan.add(new PlannedJob(ids.getAsLong(), files.get((number - 1) % files.size()), ending));
        }
        return plan;
    }

    /** The exit code that the task of an execution is to have; 0 is success. */
    int exitCode(int exeNum) {
        return ending == Ending.COMPLETES || (ending == Ending.FAILS_ONCE && exeNum > 1) ? 0 : 3;
    }

    /** Whether this is how it was to end. */
    boolean endedAsPlanned(Outcomes.@Nullable Job job) {
        return job != null
                && job.status().equals(ending.status)
                && job.exeNum() == ending.executions
                && job.hasOutput() == ending.status.equals("COMPLETED");
    }
}
