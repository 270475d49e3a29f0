-- Which gateway carries an open call, of several that may share a database; null where nobody said.
alter table open_call add column owner text;
