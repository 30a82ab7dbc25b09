alter table sillage.api_key add cidrs text[] not null default '{}', add consumer text;
