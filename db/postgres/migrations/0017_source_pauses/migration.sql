create table sillage.source_pause (source text primary key, paused_until timestamptz(3) not null);
