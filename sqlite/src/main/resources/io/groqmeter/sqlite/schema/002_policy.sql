-- Decisions about the calls to come: caller keys, budgets, limits, alert rules and their deliveries.
create table policy (
  kind text not null,
  id text not null,
  body text not null,
  primary key (kind, id)
) strict, without rowid;

-- How often the policies of a kind have changed.
create table policy_version (
  kind text primary key not null,
  version integer not null
) strict, without rowid;
