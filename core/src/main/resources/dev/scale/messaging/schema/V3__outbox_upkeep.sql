-- Rows come and go: dead ones are to be cleared away early, or leasing would have to step over them.
alter table scale.outbox set (autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0.01, fillfactor = 90);

-- What is pruned is pruned in parts of a thousand; the default of a fifth of the table would let it grow for long.
alter table scale.inbox set (autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_scale_factor = 0.02);
