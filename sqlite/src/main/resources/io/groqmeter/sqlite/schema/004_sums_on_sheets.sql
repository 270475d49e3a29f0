-- The sums of a label over a longer stretch of time: a day by the hour, a month by the day, a year by the month. Beside what a
-- row and its key take, a sum is then some 15 bytes, and a chart reads few rows.
create table sheet (
  facet integer not null, -- 0: the label is a series; else as in slice, and the label is one
  grain integer not null, -- of the cells: 1 hour, 2 day, 3 month
  start_ms integer not null, -- of the day, month or year
  label integer not null,
  cells blob not null, -- as Sheet writes them
  primary key (facet, grain, start_ms, label)
) strict, without rowid;

drop table rollup;
drop table slice_rollup;

-- Times of everything, facet 6, beside those of each model, facet 1.
drop table latency;
create table latency (
  facet integer not null,
  grain integer not null, -- 1 hour, 2 day, 3 month, 4 everything, from 1970
  start_ms integer not null,
  slice integer not null references slice,
  times blob not null, -- five histograms of microseconds, as LatencyBlob writes them
  primary key (facet, grain, start_ms, slice)
) strict, without rowid;

-- All sums are made anew.
update setting set value = '0' where name = 'summed';
