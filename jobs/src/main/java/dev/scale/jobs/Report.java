package dev.scale.jobs;

import dev.scale.messaging.Received;
import java.util.ArrayList;
import java.util.List;

/**
 * What one element of a command's lists says about one job.
 *
 * @param position of the element among all of the command's, in the order of its JSON
 */
record Report(Received<JobCommand> command, int position, long job, JobEvent event) {

    /** All reports of a command, in order; none for a submission. */
    static List<Report> of(Received<JobCommand> command, Errors errors) {
        List<Report> reports = new ArrayList<>();
        JobCommand body = command.body();
        if (body instanceof CompletedJobs completed) {
            for (ExecutionId job : completed.jobs()) {
                add(reports, command, job, new JobEvent.Completed(job.exeNum(), completed.ended()));
            }
        } else if (body instanceof RunningJobs running) {
            for (RunningJobs.OnNode node : running.nodes()) {
                for (ExecutionId job : node.jobs()) {
                    add(reports, command, job, new JobEvent.Running(job.exeNum(), running.started(), node.node()));
                }
            }
        } else if (body instanceof FailedJobs failed) {
            for (FailedJobs.ByError group : failed.errors()) {
                for (ExecutionId job : group.jobs()) {
                    add(reports, command, job, errors.failed(job.exeNum(), failed.ended(), group.error()));
                }
            }
        } else if (body instanceof QueuedJobs queued) {
            for (ExecutionId job : queued.jobs()) {
                add(reports, command, job, new JobEvent.Queued(job.exeNum(), queued.requeue(), queued.priority()));
            }
        } else if (body instanceof StoreJobOutput store) {
            for (StoreJobOutput.JobOutput output : store.jobs()) {
                ExecutionId job = output.execution();
                add(reports, command, job, new JobEvent.OutputStored(job.exeNum(), new Output(output.json())));
            }
        }
        return reports;
    }

    private static void add(List<Report> reports, Received<JobCommand> command, ExecutionId job, JobEvent event) {
        reports.add(new Report(command, reports.size(), job.job(), event));
    }
}
