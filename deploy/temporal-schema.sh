#!/bin/sh
# Brings Temporal's two databases to the schema of this image; what is there already is left.
set -eu
for pair in temporal:temporal temporal_visibility:visibility; do
  database=${pair%:*}
  sql() { temporal-sql-tool --plugin postgres12 --ep "$POSTGRES_SEEDS" -p "$DB_PORT" -u "$POSTGRES_USER" --db "$database" "$@"; }
  sql setup-schema -v 0.0
  sql update-schema -d "/etc/temporal/schema/postgresql/v12/${pair#*:}/versioned"
done
