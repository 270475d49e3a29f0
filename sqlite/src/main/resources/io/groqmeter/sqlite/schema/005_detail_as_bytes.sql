-- From here on call.detail has bytes; rows of before keep their text. Only the column's declared type changes, so no row is written:
-- https://www.sqlite.org/lang_altertable.html#otheralter
pragma writable_schema = on;

update sqlite_schema
set sql = replace(
  sql,
  'detail text -- tools and the models of a Compound call, as JSON',
  'detail any -- tools and the models of a Compound call: bytes; JSON in rows of before'
)
where type = 'table' and name = 'call';

-- Other connections read the tables anew when a table comes or goes.
create table changed (id integer) strict;
drop table changed;

pragma writable_schema = reset;
