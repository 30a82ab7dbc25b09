import { closingAt, rewriteCalls } from "./tsql-calls.ts";

/** Zones by the names of Windows, in PostgreSQL's. */
const zones: Readonly<Record<string, string>> = { "Romance Standard Time": "Europe/Paris" };

/** Texts taken out of a statement, so that nothing in them is taken for code. */
export class Literals {
  readonly #texts: string[] = [];

  /** Put every literal of a text behind a mark. */
  take(text: string): string {
    return text.replaceAll(/N?'((?:[^']|'')*)'/g, (_, inside: string) => this.mark(inside));
  }
  mark(quoted: string): string {
    this.#texts.push(zones[quoted] ?? quoted);
    return `¤${this.#texts.length - 1}¤`;
  }
  textOf(mark: string): string {
    return (this.#texts[Number(mark.replaceAll("¤", ""))] ?? "").replaceAll("''", "'");
  }
  put(text: string): string {
    return text.replaceAll(/¤(\d+)¤/g, (_, at: string) => `'${this.#texts[Number(at)]}'`);
  }
}

const literal = "¤\\d+¤";

/** PostgreSQL's text of one T-SQL statement whose literals are behind marks: the constructs that this product writes, no others. */
export function toPostgres(statement: string): string {
  return [names, types, calls, lists, shapes].reduce((text, step) => step(text), statement.trim());
}

function names(text: string): string {
  return (
    text
      .replaceAll(/\[([^\]]+)\]/g, '"$1"')
      .replaceAll(/#(\w+)/g, '"#$1"')
      // A server that is no Azure SQL.
      .replaceAll(/\bserverproperty\([^)]*\)/gi, "3")
      .replaceAll(/ collate Latin1_General_100_BIN2/gi, "")
      .replaceAll(/ with \((?:updlock, holdlock|repeatableread|data_compression = page|ignore_dup_key = on)\)/gi, "")
      .replaceAll(/ option \(recompile\)/gi, "")
      .replaceAll(/constraint "\w+" default/gi, "default")
  );
}

function types(text: string): string {
  return text
    .replaceAll(/\bn?varchar\(max\)/gi, "text")
    .replaceAll(/\bnvarchar\((\d+)\)/gi, "varchar($1)")
    .replaceAll(/\bnchar\((\d+)\)/gi, "char($1)")
    .replaceAll(/\bdatetime2\((\d)\)/gi, "timestamp($1)")
    .replaceAll(/\bvarbinary\(\w+\)/gi, "bytea")
    .replaceAll(/\bbit\b/gi, "boolean")
    .replaceAll(/\bfloat\b/gi, "float8");
}

const units: Readonly<Record<string, string>> = {
  microsecond: "1 microsecond",
  millisecond: "1 millisecond",
  second: "1 second",
  hour: "1 hour",
};

/** What `datepart` is asked for, in PostgreSQL's words. */
const parts: Readonly<Record<string, string>> = { iso_week: "week" };

function calls(text: string): string {
  const steps: readonly (readonly [string, (args: readonly string[]) => string])[] = [
    ["sysutcdatetime", () => "(clock_timestamp() at time zone §utc§)"],
    ["newid", () => "gen_random_uuid()"],
    ["convert", ([type = "", value, style]) => converted(type, value, style)],
    [
      "dateadd",
      ([unit = "", count, from]) =>
        unit === "day" ? `((${from})::date + (${count})::int)` : `((${from}) + (${count}) * interval §${units[unit]}§)`,
    ],
    [
      "datediff_big",
      ([, from, to]) => `((extract(epoch from (${to})::timestamp - (${from})::timestamp) * 1e6)::bigint)`,
    ],
    ["datediff", ([unit, from, to]) => (unit === "day" ? `((${to})::date - (${from})::date)` : `unknown_${unit}()`)],
    ["datefromparts", ([year, month, day]) => `make_date((${year})::int, (${month})::int, (${day})::int)`],
    ["quotename", ([name]) => `(§[§ || ${name} || §]§)`],
    ["datepart", ([unit = "", day]) => `extract(${parts[unit] ?? unit} from ${day})::integer`],
    ["year", ([day]) => `extract(year from ${day})`],
    ["month", ([day]) => `extract(month from ${day})`],
  ];
  return steps
    .reduce((done, [name, write]) => rewriteCalls(done, name, (args) => ({ text: write(args) })), text)
    .replaceAll("§", "'");
}

function converted(type: string, value = "", style = ""): string {
  if (type === "bytea") return `decode(${value}, §hex§)`;
  if (style === "23") return `to_char(${value}, §YYYY-MM-DD§)`;
  return style === "121" ? `to_char(${value}, §YYYY-MM-DD HH24:MI:SS.MS§)` : `cast(${value} as ${type})`;
}

function lists(text: string): string {
  const opened = rewriteCalls(text, "openjson", ([list = ""], rest) => {
    const shaped = /^ with \(/i.exec(rest);
    if (shaped === null) {
      const named = /^ (\w)\b/.exec(rest);
      return {
        text: `json_array_elements_text((${list})::json) as ${named?.[1] ?? "j"}("value")`,
        taken: named?.[0].length ?? 0,
      };
    }
    const close = closingAt(rest, shaped[0].length - 1);
    const columns = rest.slice(shaped[0].length, close);
    const scalar = new RegExp(`^("\\w+") (\\w+) ${literal}$`).exec(columns);
    const rows =
      scalar === null
        ? `(select * from json_to_recordset((${list})::json) as r(${columns}))`
        : `(select "value"::${scalar[2]} as ${scalar[1]} from json_array_elements_text((${list})::json) as r("value"))`;
    return { text: /^ \w\b/.test(rest.slice(close + 1)) ? rows : `${rows} r`, taken: close + 1 };
  });
  return opened
    .replaceAll(new RegExp(`, (${literal})\\) within group \\((order by [^)]*)\\)`, "gi"), ", $1 $2)")
    .replaceAll(new RegExp(`(${literal}) \\+ `, "g"), "$1 || ")
    .replaceAll(new RegExp(` \\+ (${literal})`, "g"), " || $1");
}

function shapes(text: string): string {
  return [applied, outputs, joinedUpdate, joinedDelete, intoTemporary, limited, droppedIndex].reduce(
    (done, step) => step(done),
    text,
  );
}

/** An index belongs to a table there, and to a schema here. */
const droppedIndex = (text: string): string =>
  text.replaceAll(/\bdrop index ("\w+") on ("\w+")\."\w+"/gi, "drop index $2.$1");

function applied(text: string): string {
  const crossed = text.replaceAll(/cross apply/gi, "cross join lateral");
  return rewriteCalls(crossed, "outer apply", (args, rest) => {
    const alias = /^ \w+/.exec(rest)?.[0] ?? "";
    return { text: `left join lateral (${args.join(", ")})${alias} on true`, taken: alias.length };
  });
}

const outputs = (text: string): string =>
  text.replace(/^(update .*?) output inserted\.("\w+") as ("\w+") (where .*)$/is, "$1 $4 returning $2 as $3");

const joinedUpdate = (text: string): string =>
  text.replace(
    /^update (\w) set (.*?) from (\S+) \1 join (.+?) (\w) on (.*?)(?:\s+where (.*))?$/is,
    (_, alias, set, target, other, as, on, where) =>
      `update ${target} ${alias} set ${set} from ${other} ${as} where ${on}${where === undefined ? "" : ` and (${where})`}`,
  );

const joinedDelete = (text: string): string =>
  text.replace(/^delete (\w) from (\S+) \1 join (\S+) (\w) on (.*)$/is, "delete from $2 $1 using $3 $4 where $5");

const intoTemporary = (text: string): string =>
  /^select/i.test(text)
    ? text.replace(/^(.*?)\sinto ("#\w+")\s(.*)$/is, "create temp table $2 on commit drop as $1 $3")
    : text;

/** What is deleted in chunks goes at once: PostgreSQL has no such limit. */
const limited = (text: string): string =>
  text.replace(/^delete top \(\d+\) /i, "delete ").replace(/^(.*?select) top \((\d+)\) (.*)$/is, "$1 $3 limit $2");
