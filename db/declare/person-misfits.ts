import { sql } from "drizzle-orm";
import type { Statement } from "../../core/ports/database.ts";
import { dialects } from "./dialects.ts";
import { inDialects } from "./in-dialects.ts";
import { pseudonym } from "./pseudonym.ts";

/** What quarantine holds of a person: each record that did not fit by `load_id`, `part`, `line`, as `table_key`, `column_name`, `rule` and `sealed`, the whole record in base64url. */
export const personMisfits = (pid: string): Statement =>
  inDialects((dialect) => {
    const misfits = sql`${sql.identifier("sillage")}.${sql.identifier("quarantine")}`;
    const [rule, part, line] = [sql.identifier("rule"), sql.identifier("part"), sql.identifier("line")];
    return dialects[dialect].render(
      sql`select load_id, ${part}, ${line}, table_key, column_name, ${rule}, sealed from ${misfits} where pid = ${pseudonym(dialect, pid)} order by load_id, ${part}, ${line}`,
    );
  });
