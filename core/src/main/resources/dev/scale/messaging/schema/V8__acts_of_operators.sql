-- What a handler process does by command type, and what operators want it to do. Programs that do not know these columns leave
-- them as they are: a process whose "paused" is null does not hear of "pause_wanted".
-- Whoever waits for this lock holds up the signs of life behind it: rather fail, and be tried again.
set local lock_timeout = '2s';
alter table scale.worker
    add column version       text,                           -- of the library
    add column last_batch    integer,                        -- commands of the transaction that it committed last
    add column last_batch_at timestamptz,                    -- when that was
    add column by_type       jsonb,                          -- what it has ended since its start, an object for each command type
    add column by_type_at    timestamptz,                    -- when that was written last
    add column paused        boolean,                        -- it receives nothing, because it was told so
    add column pause_wanted  boolean not null default false; -- it is told so

-- What people did to dead letters and handlers, by whatever means of ours.
create table scale.audit (
    id      bigint      generated always as identity primary key,
    at      timestamptz not null default now(),
    queue   text        not null,
    actor   text        not null, -- who: user and host, or the address of a browser
    act     text        not null, -- what was done
    subject text        not null, -- to what
    number  bigint      not null  -- how many of them there were in the end
);
