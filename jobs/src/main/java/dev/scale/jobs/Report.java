package dev.scale.jobs;

import dev.scale.messaging.Received;
import java.util.ArrayList;
import java.util.List;

/**
 * What one element of a command's lists says about one job; an element that says several things is several reports.
 *
 * @param position of the element among all of the command's, in the order of its JSON
 */
record Report(Received<JobCommand> command, int position, long job, JobEvent event) {

    /** All reports of a command, in order; none for a submission. */
    static List<Report> of(Received<JobCommand> command, Errors errors) {
        Collector reports = new Collector(command);
        JobCommand body = command.body();
        if (body instanceof CompletedJobs completed) {
            for (ExecutionId job : completed.jobs()) {
                reports.add(job, new JobEvent.Completed(job.exeNum(), completed.ended()));
            }
        } else if (body instanceof RunningJobs running) {
            for (RunningJobs.OnNode node : running.nodes()) {
                for (ExecutionId job : node.jobs()) {
                    reports.add(job, new JobEvent.Running(job.exeNum(), running.started(), node.node()));
                }
            }
        } else if (body instanceof FailedJobs failed) {
            for (FailedJobs.ByError group : failed.errors()) {
                for (ExecutionId job : group.jobs()) {
                    reports.add(job, errors.failed(job.exeNum(), failed.ended(), group.error()));
                }
            }
        } else if (body instanceof QueuedJobs queued) {
            for (ExecutionId job : queued.jobs()) {
                reports.add(job, new JobEvent.Queued(job.exeNum(), queued.requeue(), queued.priority()));
            }
        } else if (body instanceof RequeueJobs requeue) {
            for (ExecutionId job : requeue.jobs()) {
                reports.add(job, new JobEvent.Requeued(job.exeNum(), requeue.priority()));
            }
        } else if (body instanceof CancelJobs cancel) {
            for (CancelJobs.Target target : cancel.jobs()) {
                reports.add(target.job(), new JobEvent.Canceled(target.exeNum(), cancel.when()));
            }
        } else if (body instanceof StoreJobOutput store) {
            for (StoreJobOutput.JobOutput output : store.jobs()) {
                ExecutionId job = output.execution();
                reports.add(job, new JobEvent.OutputStored(job.exeNum(), new StoredJson(output.json())));
            }
        } else if (body instanceof CreateJobExeEnds ends) {
            for (ExecutionEnd end : ends.ends()) {
                reports.add(end.execution(), end.events(errors));
            }
        }
        return reports.all;
    }

    /** Counts the positions. */
    private static final class Collector {

        private final Received<JobCommand> command;
        private final List<Report> all = new ArrayList<>();
        private int position;

        Collector(Received<JobCommand> command) {
            this.command = command;
        }

        void add(ExecutionId execution, JobEvent event) {
            add(execution.job(), event);
        }

        void add(long job, JobEvent event) {
            all.add(new Report(command, position++, job, event));
        }

        void add(ExecutionId execution, List<JobEvent> events) {
            events.forEach(event -> all.add(new Report(command, position, execution.job(), event)));
            position++;
        }
    }
}
