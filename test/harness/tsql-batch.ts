import type { TdsParams } from "./tds-requests.ts";
import { withCatalogue } from "./tsql-catalogue.ts";
import { Literals, toPostgres } from "./tsql-to-postgres.ts";

/** What a statement answered: rows where it has columns. */
export type Answered<Result> = {
  readonly changed: number;
  readonly result: Result | undefined;
  readonly first: unknown;
};
/** Runs one statement of PostgreSQL. */
export type Run<Result> = (text: string) => Promise<Answered<Result>>;

/** Run a batch of T-SQL statement by statement: variables, conditions on @@rowcount and application locks are played here, the rest is PostgreSQL's. Answers what its last selecting statement did. */
export async function runBatch<Result>(
  batch: string,
  params: TdsParams,
  run: Run<Result>,
): Promise<Result | undefined> {
  const literals = new Literals();
  const variables = new Map<string, string>(
    Object.entries(params).map(([name, value]) => [name, literals.take(sqlOf(value))]),
  );
  let rowcount = 0;
  let result: Result | undefined;
  const valued = (text: string): string =>
    text
      .replaceAll("@@rowcount", String(rowcount))
      .replaceAll(/@(\w+)/g, (_, name: string) => variables.get(name) ?? "null");
  const perform = async (text: string): Promise<void> => {
    const answered = await run(literals.put(text));
    rowcount = answered.changed;
    if (answered.result !== undefined) result = answered.result;
  };
  for (const statement of statementsOf(literals.take(withCatalogue(batch)))) {
    const condition = /^if @@rowcount (=|>) 0 (.*)$/is.exec(statement);
    if (condition !== null && (condition[1] === "=") !== (rowcount === 0)) continue;
    const text = condition?.[2] ?? statement;
    const declared = /^declare (.*)$/is.exec(text);
    const locked = /^exec @(\w+) = sp_getapplock @Resource = (.*?), /is.exec(text);
    const kept = /^update (\S+) set @(\w+) = (\[\w+\]) = (.*)$/is.exec(text);
    const gathered = /^select @(\w+) = @\1 \+ (.*?) from (.*)$/is.exec(text);
    const dynamic = /^exec sp_executesql @(\w+)$/i.exec(text);
    if (passedOver.some((pattern) => pattern.test(text))) continue;
    if (declared !== null)
      await declare(declared[1] ?? "", valued, variables, async (value) => (await run(literals.put(value))).first);
    else if (locked !== null) {
      await run(literals.put(`select pg_advisory_xact_lock(hashtextextended(${valued(locked[2] ?? "")}, 0))`));
      variables.set(locked[1] ?? "", "0");
    } else if (kept !== null) {
      const { first } = await run(
        literals.put(
          `${toPostgres(valued(`update ${kept[1]} set ${kept[3]} = ${kept[4]}`))} returning ${toPostgres(kept[3] ?? "")}`,
        ),
      );
      variables.set(
        kept[2] ?? "",
        first === undefined ? "null::timestamp" : `${literals.mark(String(first))}::timestamp`,
      );
    } else if (gathered !== null) {
      const [, name = "", each = "", rest = ""] = gathered;
      const { first } = await run(
        literals.put(
          toPostgres(valued(`select concat(@${name}, string_agg(${each}, ${literals.mark("")})) from ${rest}`)),
        ),
      );
      variables.set(name, literals.mark(String(first).replaceAll("'", "''")));
    } else if (dynamic !== null) {
      const { first } = await run(literals.put(`select ${valued(`@${dynamic[1]}`)}`));
      await runBatch(String(first), {}, run);
    } else await perform(created(toPostgres(valued(unguarded(text, literals)))));
  }
  return result;
}

/** Settings of SQL Server's own that PostgreSQL has no like of, or needs none: counts of rows, locks of tables, what readers of a database see, who may be in it, and triggers. */
const passedOver = [
  /^set nocount/i,
  /\bset \(lock_escalation = disable\)$/i,
  /^exec\(¤\d+¤\)$/i,
  /^(?:if serverproperty\(¤\d+¤\) <> 5 exec\(|alter database )/i,
];

function sqlOf(value: TdsParams[string]): string {
  if (value === null || value === undefined) return "null";
  if (Buffer.isBuffer(value)) return `'\\x${value.toString("hex")}'::bytea`;
  if (typeof value === "boolean") return value ? "1" : "0";
  return typeof value === "number" ? String(value) : `'${value.replaceAll("'", "''")}'`;
}

async function declare(
  list: string,
  valued: (text: string) => string,
  variables: Map<string, string>,
  evaluate: (text: string) => Promise<unknown>,
): Promise<void> {
  for (const one of list.split(/, (?=@)/)) {
    const [, name = "", type = "", value] = /^@(\w+) ([\w()]+)(?: = (.*))?$/s.exec(one) ?? [];
    if (value === undefined) variables.set(name, "null");
    else {
      const first = await evaluate(toPostgres(`select (${valued(value)})`));
      variables.set(name, `cast('${String(first)}' as ${toPostgres(type)})`);
    }
  }
}

/** Statements between semicolons; blocks only hold statements of their own. */
const statementsOf = (batch: string): readonly string[] =>
  batch
    .replaceAll(/(if object_id\([^)]*\) is null) begin\b(.*?)\bend;/gis, "$2")
    .split(/;\s*(?:\n|$|(?=\w))/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");

/** What is made unless it is there: PostgreSQL says so in the statement itself. */
function unguarded(text: string, literals: Literals): string {
  const schema = /^if schema_id\(.*?\) is null exec\((¤\d+¤)\)$/is.exec(text);
  return schema === null
    ? text.replace(/^if (?:object_id|col_length)\(.*?\) is null /is, "")
    : literals.textOf(schema[1] ?? "");
}

const created = (text: string): string =>
  text
    .replace(/^(drop database .*)$/i, "$1 with (force)")
    .replace(/^create (schema|table|index|unique index) (?!if)/i, "create $1 if not exists ")
    .replace(/^(alter table \S+) add (?="\w+" int$)/i, "$1 add column if not exists ")
    .replace(/^(insert into "identity".*)$/is, "$1 on conflict do nothing");
