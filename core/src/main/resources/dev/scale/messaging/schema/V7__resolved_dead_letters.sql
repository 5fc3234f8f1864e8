-- Those that were replayed or discarded, by age, so that they can be pruned. Open ones are not in it.
create index dead_letter_resolved on scale.dead_letter (resolved_at) where resolved_at is not null;
