-- What the tasks of the execution reported; kept as it came.
alter table scale.job_exe add column task_results jsonb;

-- max_tries as it was submitted, kept from when requeueing first raised it; null before.
alter table scale.job add column submitted_max_tries integer;

-- An execution that was superseded ended when the next one was queued.
update scale.job_exe e
set ended = next.queued
from scale.job_exe next
where next.job_id = e.job_id and next.exe_num = e.exe_num + 1 and e.status = 'CANCELED' and e.ended is null;
