-- Every handler process, with a sign of life every few seconds; ended_at only where it ended in good order.
create table scale.worker (
    id           uuid        primary key,
    queue        text        not null,
    host         text        not null,
    pid          bigint      not null,
    started_at   timestamptz not null default now(),
    heartbeat_at timestamptz not null default now(),
    ended_at     timestamptz
);

-- Commands that a process began to handle with care and did not get through: one row for each of the two.
create table scale.suspect (
    queue     text        not null,
    command   text        not null, -- the message id, else the SHA-256 of the body
    worker    uuid        not null references scale.worker on delete cascade,
    alone     boolean     not null, -- it was the only command in work in that process
    marked_at timestamptz not null default clock_timestamp(),
    primary key (queue, command, worker)
);
create index suspect_worker on scale.suspect (worker);
