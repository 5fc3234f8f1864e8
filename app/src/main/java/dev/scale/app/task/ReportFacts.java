package dev.scale.app.task;

import dev.scale.app.Console;
import dev.scale.app.ExitCode;
import dev.scale.app.Setting;

/** What {@code pre} and {@code post} print: on what they have reported, and what became of the reports. */
record ReportFacts(Task task, Reporting.Counts counts) {

    static final String JSON =
            "Print one JSON object: `job_id`, `exe_num`, and how many reports were `confirmed`, `kept` in the"
                    + " spool, `refused` and set aside, `lost`.";

    /** Returns the exit code. */
    int print(Console console, boolean json) {
        String job = String.valueOf(task.execution().job());
        int exeNum = task.execution().exeNum();
        if (json) {
            console.json(out -> {
                out.writeStringProperty("job_id", job);
                out.writeNumberProperty("exe_num", exeNum);
                out.writeNumberProperty("confirmed", counts.confirmed());
                out.writeNumberProperty("kept", counts.kept());
                out.writeNumberProperty("refused", counts.refused());
                out.writeNumberProperty("lost", counts.lost());
            });
        } else {
            console.out().println(Setting.JOB_ID.variable() + "=" + job);
            console.out().println(Setting.EXE_NUM.variable() + "=" + exeNum);
        }
        return counts.lost() > 0 ? ExitCode.FAILED : ExitCode.OK;
    }
}
