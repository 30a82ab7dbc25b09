import type { DialectName, InDialects } from "../../core/ports/database.ts";

/** One thing made for each dialect, once and only when it is asked for: a database needs no other's text. */
export function inDialects<Value>(make: (dialect: DialectName) => Value): InDialects<Value> {
  const made = new Map<DialectName, Value>();
  const of = (dialect: DialectName): Value => {
    const value = made.get(dialect) ?? make(dialect);
    made.set(dialect, value);
    return value;
  };
  return {
    get postgres() {
      return of("postgres");
    },
    get mssql() {
      return of("mssql");
    },
  };
}
