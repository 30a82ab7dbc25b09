create table sillage.deployed_graph (
  hash text primary key, graph text not null, deployed_at timestamptz(6) not null default clock_timestamp());
