-- Beside the database of the tables: people and wrapped keys on their own, and Temporal's two.
create database identity;
create database temporal;
create database temporal_visibility;
