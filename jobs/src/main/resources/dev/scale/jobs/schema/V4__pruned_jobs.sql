-- Ids of jobs that were pruned, so that what comes late for one of them is recognised. Kept for as long as the inbox remembers.
create table scale.pruned_job (
    id        bigint      primary key,
    pruned_at timestamptz not null default now()
);
-- Rows are added in the order of time: a block range index is enough.
create index pruned_job_pruned_at on scale.pruned_job using brin (pruned_at);

-- How far the walk over all jobs has come; one row, whose lock also keeps the walk to one process at a time. A walk by primary key
-- needs no index over status or time, which every report would have to write.
create table scale.job_pruning (
    one      boolean     primary key default true check (one),
    began_at timestamptz not null default '-infinity',
    next_id  bigint -- null between two walks
);
insert into scale.job_pruning default values;
