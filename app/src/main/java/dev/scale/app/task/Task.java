package dev.scale.app.task;

import dev.scale.app.Configuration;
import dev.scale.app.Failure;
import dev.scale.app.Setting;
import dev.scale.jobs.ExecutionId;
import dev.scale.jobs.JobId;
import java.util.Optional;

/**
 * What a task reports on.
 *
 * @param type of the job, where it is known
 * @param own whether the job is the task's own, to be submitted by it
 * @param node where the task runs
 */
record Task(ExecutionId execution, Optional<String> type, boolean own, String node) {

    private static final int LONGEST_NAME = 200;

    /** The task of an execution that the settings name; empty where they name none. */
    static Optional<Task> named(Configuration configuration) {
        Optional<String> job = configuration.text(Setting.JOB_ID);
        Optional<String> number = configuration.text(Setting.EXE_NUM);
        if (job.isEmpty() && number.isEmpty()) {
            return Optional.empty();
        }
        ExecutionId execution = new ExecutionId(number(Setting.JOB_ID, job, Long.MIN_VALUE, Long.MAX_VALUE), (int)
                number(Setting.EXE_NUM, number, 1, Integer.MAX_VALUE));
        return Optional.of(new Task(execution, type(configuration), false, Node.name(configuration)));
    }

    /** A task with a new job of its own, of this type where the settings name none. */
    static Task withOwnJob(Configuration configuration, String otherwise) {
        String type = type(configuration).orElse(otherwise);
        if (type.isBlank() || type.length() > LONGEST_NAME) {
            throw Failure.usage(
                    "'" + type + "' is no name of a job type; give --type with 1 to " + LONGEST_NAME + " characters");
        }
        return new Task(new ExecutionId(JobId.next(), 1), Optional.of(type), true, Node.name(configuration));
    }

    private static Optional<String> type(Configuration configuration) {
        return configuration.text(Setting.JOB_TYPE);
    }

    private static long number(Setting setting, Optional<String> text, long least, long most) {
        if (text.isEmpty()) {
            throw Failure.usage(setting.variable() + " is not set, but the other half of an execution is: "
                    + Setting.JOB_ID.variable() + " and " + Setting.EXE_NUM.variable() + " go together");
        }
        try {
            long number = Long.parseLong(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw Failure.usage(setting.variable() + " '" + text.get() + "': a whole number"
                + (least == 1 ? " from 1" : " of 64 bits") + " is expected");
    }

    /** For people. */
    @Override
    public String toString() {
        return "job " + execution.job() + ", execution " + execution.exeNum();
    }
}
