package dev.scale.jobs;

/** The body of a command about jobs. */
public sealed interface JobCommand
        permits SubmitJobs,
                QueuedJobs,
                RunningJobs,
                CompletedJobs,
                FailedJobs,
                CancelJobs,
                RequeueJobs,
                StoreJobOutput,
                CreateJobExeEnds {}
