-- Every try of a command that has ended, so that a second delivery of it does nothing.
create table scale.inbox (
    message_id  text        not null,
    try         integer     not null,
    ending      text        not null check (ending in ('done', 'later', 'dead letter')),
    body_sha256 bytea       not null,
    ended_at    timestamptz not null default now(),
    primary key (message_id, try)
);
-- Rows are added in the order of time and pruned by it: a block range index is enough, and costs next to nothing.
create index inbox_ended_at on scale.inbox using brin (ended_at);

-- Commands to publish when they are due: next tries, scheduled commands, follow-ups, replays.
create table scale.outbox (
    id            bigint      generated always as identity primary key,
    queue         text        not null,
    message_id    text        not null,
    try           integer     not null default 1,
    body          bytea       not null,
    headers       jsonb       not null default '{}',
    message_group text        not null,
    due_at        timestamptz not null default now(),
    lease         uuid,
    unique (message_id, try)
);
create index outbox_due on scale.outbox (queue, due_at);

-- Commands that were given up, kept with the reason until somebody replays or discards them.
create table scale.dead_letter (
    id          bigint      generated always as identity primary key,
    queue       text        not null,
    message_id  text,
    try         integer     not null,
    attempt     integer     not null,
    type        text,
    body        bytea       not null,
    body_sha256 bytea       not null generated always as (sha256(body)) stored,
    headers     jsonb       not null default '{}',
    reason      text        not null,
    dead_at     timestamptz not null default now(),
    resolved_at timestamptz,
    resolution  text,
    unique (message_id, try, body_sha256)
);
create index dead_letter_unresolved on scale.dead_letter (dead_at, id) where resolved_at is null;
