create table sillage.erasure_entry (seq integer primary key, mac text not null);
