-- Pages of the open dead letters of a queue by id, and their number. The index over dead_at that it replaces served no query that
-- names a queue.
create index dead_letter_open on scale.dead_letter (queue, id) where resolved_at is null;
drop index scale.dead_letter_unresolved;

-- What a handler process does, written with each of its signs of life; null where an older program runs.
alter table scale.worker add column threads integer, add column commands bigint, add column per_second double precision;
