-- What the database says of itself: the zone its rollups follow.
create table setting (
  name text primary key,
  value text not null
) strict, without rowid;

-- The labels that calls share: one row per combination that ever occurred. Rollups are kept per series.
create table series (
  id integer primary key,
  endpoint text not null,
  request_model text,
  response_model text,
  model text generated always as (coalesce(response_model, request_model)) virtual, -- the billed one
  service_tier text,
  caller_key text, -- a name or a fingerprint, never the key
  project text,
  end_user text,
  usage_basis text not null,
  price_basis text not null
) strict;

create index series_labels on series (
  request_model, response_model, endpoint, service_tier, caller_key, project, end_user, usage_basis, price_basis
);

-- Longer texts that many calls repeat: sets of tags, and the unit prices a call was rated at.
create table dictionary (
  id integer primary key,
  entry text not null unique
) strict;

-- One row per record, never changed. Lengths of time are in microseconds; null is unknown, never zero.
create table call (
  position integer primary key,
  id any not null unique, -- 16 bytes for groqmeter's own ids (gm- and 26 Crockford digits), else text
  started_at_ms integer not null, -- since 1970, UTC
  series integer not null references series,
  status integer not null,
  outcome integer not null, -- 0 completed, 1 error, 2 aborted, 3 cut, 4 resolved by hand
  streamed integer not null,
  input_tokens integer, -- cached ones included
  cache_read_input_tokens integer,
  output_tokens integer, -- reasoning included
  reasoning_output_tokens integer,
  cost_pico_usd integer not null check (cost_pico_usd >= 0), -- 10^-12 US dollars
  unit_prices integer references dictionary, -- what each quantity was priced at
  quantities text, -- the priced quantities, in the order of unit_prices
  response_id any, -- 16 bytes for chatcmpl- and a UUID, else text
  queue integer,
  prompt integer,
  completion integer,
  first_byte integer,
  total integer,
  tags integer references dictionary,
  calls integer not null, -- how many calls the record stands for
  request_id text,
  audio integer,
  characters integer,
  detail text -- tools and the models of a Compound call, as JSON
) strict;

create index call_started on call (started_at_ms);

-- Calls that were admitted and have no record yet.
create table open_call (
  id any primary key not null,
  started_at_ms integer not null,
  endpoint text not null,
  request_model text,
  caller_key text,
  project text,
  end_user text,
  tags text,
  worst_case_usd text, -- a decimal
  unsettled text
) strict, without rowid;

-- The sums of a series' calls per hour, day and month of the zone. Money is kept as microdollars and the picodollars below
-- them, so that integers hold it exactly far beyond 2^63 picodollars.
create table rollup (
  grain integer not null, -- 1 hour, 2 day, 3 month
  start_ms integer not null,
  series integer not null references series,
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
  cost_pico_usd integer not null check (cost_pico_usd between 0 and 999999), -- beyond the microdollars
  primary key (grain, start_ms, series)
) strict, without rowid;
