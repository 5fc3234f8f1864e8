-- The rows are written by the handler of job commands, which holds the lock of the job's row while it does.
-- Names of job types and errors are stored as they are, without foreign keys: those would lock one hot row from every
-- transaction.

create table scale.job_type (
    name    text        primary key,
    created timestamptz not null default now()
);

create table scale.error (
    name      text        primary key,
    -- For senders that name errors by number.
    id        bigint      unique,
    -- Whether another execution may succeed where one failed with this error.
    retryable boolean     not null default true,
    created   timestamptz not null default now()
);

-- What it shows of node, times, error and output is that of its current execution; output only once that completed it.
create table scale.job (
    id                 bigint      primary key,
    created            timestamptz not null default now(),
    queued             timestamptz,
    started            timestamptz,
    ended              timestamptz,
    last_status_change timestamptz not null default now(),
    claimed_at         timestamptz,
    exe_num            integer     not null,
    first_exe          integer     not null,
    max_tries          integer     not null,
    priority           integer     not null,
    status             text        not null
        check (status in ('PENDING', 'QUEUED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELED')),
    type               text        not null,
    claimed_by         text,
    node               text,
    error              text,
    -- Message id of the command that submitted it, where that had one.
    submitted_by       text,
    input              jsonb,
    output             jsonb,
    -- A column of its own for the index below: an index that mentioned status would have to be written at each change of it.
    claimable          boolean     not null generated always as (status = 'QUEUED' and claimed_by is null) stored
) with (fillfactor = 70);

create index job_claimable on scale.job (priority, queued, id) where claimable;

create table scale.job_exe (
    job_id        bigint      not null references scale.job on delete cascade,
    exe_num       integer     not null,
    queued        timestamptz not null default now(),
    started       timestamptz,
    ended         timestamptz,
    status        text        not null
        check (status in ('QUEUED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELED')),
    node          text,
    error         text,
    error_message text,
    output        jsonb,
    primary key (job_id, exe_num)
) with (fillfactor = 70);
