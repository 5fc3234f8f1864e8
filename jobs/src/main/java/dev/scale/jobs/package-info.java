/**
 * The system state that is persisted: job commands, their state machine and their tables. An ordinary user of the library,
 * loaded as a {@link dev.scale.messaging.CommandModule}; start reading at {@link dev.scale.jobs.JobState#apply} and
 * {@link dev.scale.jobs.JobHandler}.
 */
@NullMarked
package dev.scale.jobs;

import org.jspecify.annotations.NullMarked;
