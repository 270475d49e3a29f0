-- The status joins the labels of a series. A series whose calls have several keeps the most frequent; the others become series
-- of their own.
create temp table seen as select series, status, count(*) as calls from call group by series, status;

alter table series add column status integer;
update series set status = (select status from temp.seen where series = id order by calls desc, status limit 1);

insert into series (
  endpoint, request_model, response_model, service_tier, caller_key, project, end_user, usage_basis, price_basis, status
)
select s.endpoint, s.request_model, s.response_model, s.service_tier, s.caller_key, s.project, s.end_user, s.usage_basis,
  s.price_basis, seen.status
from temp.seen join series s on s.id = seen.series
where seen.status <> s.status;

drop index series_labels;

create index series_labels on series (
  request_model, response_model, endpoint, service_tier, caller_key, project, end_user, usage_basis, price_basis, status
);

update call set series = (
  select split.id from series s join series split
    on split.request_model is s.request_model and split.response_model is s.response_model
      and split.endpoint = s.endpoint and split.service_tier is s.service_tier and split.caller_key is s.caller_key
      and split.project is s.project and split.end_user is s.end_user and split.usage_basis = s.usage_basis
      and split.price_basis = s.price_basis and split.status = call.status
  where s.id = call.series
)
where status <> (select s.status from series s where s.id = call.series);

drop table temp.seen;

-- A page of the calls with a rare label is found without walking through all others.
create index call_series on call (series, started_at_ms);

-- The combinations of a facet's labels: of fewer dimensions than a series, so there are few. What the facet does not tell is null.
create table slice (
  id integer primary key,
  facet integer not null, -- 1 model, 2 key, 3 project, 4 user, 5 endpoint with the bases and the status
  model text,
  caller_key text,
  project text,
  end_user text,
  endpoint text,
  usage_basis text,
  price_basis text,
  status integer
) strict;

create index slice_labels on slice (
  facet, model, caller_key, project, end_user, endpoint, usage_basis, price_basis, status
);

-- As rollup, per slice: what most questions are answered from. Grain 4, in both, is everything, from 1970. Keys, projects and
-- users have no hours.
create table slice_rollup (
  facet integer not null,
  grain integer not null,
  start_ms integer not null,
  slice integer not null references slice,
  calls integer not null,
  answered integer not null,
  metered integer not null,
  errors integer not null,
  aborted integer not null,
  input_tokens integer not null,
  cache_read_input_tokens integer not null,
  output_tokens integer not null,
  reasoning_output_tokens integer not null,
  audio integer not null,
  billed_audio_s integer not null,
  characters integer not null,
  tool_uses integer not null,
  cost_micro_usd integer not null,
  cost_pico_usd integer not null check (cost_pico_usd between 0 and 999999),
  saved_micro_usd integer not null,
  saved_pico_usd integer not null check (saved_pico_usd between 0 and 999999),
  primary key (facet, grain, start_ms, slice)
) strict, without rowid;

-- The times of a model's answered calls: five histograms of microseconds, as LatencyBlob writes them.
create table latency (
  grain integer not null,
  start_ms integer not null,
  slice integer not null references slice,
  times blob not null,
  primary key (grain, start_ms, slice)
) strict, without rowid;

-- What the prompt cache saved. Where cached input costs more than fresh, the microdollars are negative; the picodollars never.
alter table rollup add column saved_micro_usd integer not null default 0;
alter table rollup add column saved_pico_usd integer not null default 0 check (saved_pico_usd between 0 and 999999);

-- All sums are made anew, and from now on follow the calls at a distance: those behind this position are not in them yet.
delete from rollup;
insert into setting (name, value) values ('summed', '0');
