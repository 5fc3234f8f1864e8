-- A row is written two or three times in its life, and a batch often writes most rows of a page at once: with room for all of
-- them the new versions stay in their page and no index is written. What is there already stays as it is until it is
-- rewritten.
alter table scale.job set (fillfactor = 50);
alter table scale.job_exe set (fillfactor = 45);
