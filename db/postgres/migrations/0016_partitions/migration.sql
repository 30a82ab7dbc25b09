create table sillage.partition_state (asset text primary key, failed text not null);
