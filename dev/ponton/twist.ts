import type { FaultKind } from "./fault-kinds.ts";
import type { Answer } from "./listings.ts";
import type { Value } from "./row.ts";

type Mutable = { [field: string]: Value };

/** What a paging or record fault needs to know beside the right answer. */
export type Asked = { readonly url: URL; readonly previous: readonly Value[] };

const elsewhere = "http://other.example.org/next";

/** An answer as a paging or record fault leaves it; other kinds leave it as it is. */
export function twisted(kind: FaultKind, answer: Answer, { url, previous }: Asked): Answer {
  const rows = rowsOf(answer.body);
  switch (kind) {
    case "loop":
      return leadingTo(answer, url.href, selfCursor(url));
    case "foreign-next-link":
      return leadingTo(answer, elsewhere, undefined);
    case "empty-middle-page":
      return withRows(answer, []);
    case "duplicate-page":
      return withRows(answer, previous);
    case "duplicate-row":
      return withRows(answer, [...previous.slice(-1), ...rows]);
    case "changing-total":
      return isObject(answer.body)
        ? { ...answer, body: { ...answer.body, total: Number(answer.body["total"]) + 7 } }
        : answer;
    case "removed-column":
      return withRows(answer, rows.map(withoutColumn));
    default: {
      const [first, ...rest] = rows;
      return isObject(first) ? withRows(answer, [damaged(kind, first), ...rest]) : answer;
    }
  }
}

/** The rows, or ids, of an answer's body. */
export function rowsOf(body: Value): readonly Value[] {
  if (isList(body)) return body;
  const rows = isObject(body) ? (body["data"] ?? body["items"] ?? body["ids"]) : undefined;
  return rows !== undefined && isList(rows) ? rows : [];
}

function withRows(answer: Answer, rows: readonly Value[]): Answer {
  const { body } = answer;
  if (!isObject(body)) return { ...answer, body: rows };
  const field = ["items", "ids"].find((name) => name in body) ?? "data";
  return { ...answer, body: { ...body, [field]: rows } };
}

function leadingTo(answer: Answer, next: string, cursor: string | undefined): Answer {
  const { body } = answer;
  if (Array.isArray(body)) return { ...answer, link: `<${next}>; rel="next"` };
  if (isObject(body) && "next" in body) return { ...answer, body: { ...body, next } };
  if (isObject(body) && "next_cursor" in body && cursor !== undefined)
    return { ...answer, body: { ...body, next_cursor: cursor } };
  return answer;
}

/** A cursor that leads to the page that was asked for. */
function selfCursor(url: URL): string {
  const [offset = "0"] = Buffer.from(url.searchParams.get("cursor") ?? "", "base64url")
    .toString()
    .split(":");
  return Buffer.from(`${offset === "" ? 0 : offset}:${Date.now()}`).toString("base64url");
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
const isObject = (value: Value | undefined): value is { readonly [name: string]: Value } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function withoutColumn(row: Value): Value {
  if (!isObject(row)) return row;
  const { created_at: _gone, ...rest } = row;
  return rest;
}

/** Damage one record as a record fault says. */
function damaged(kind: FaultKind, record: Mutable): Mutable {
  switch (kind) {
    case "int-to-string":
      return { ...record, id: String(record["id"]) };
    case "bad-decimal":
      return withFirst(record, /^\d+\.\d\d$/, "12,50");
    case "future-updated-at":
      return { ...record, updated_at: "2099-01-01T00:00:00.000+00:00" };
    case "huge-int":
      return { ...record, site_id: "99999999999999999999" };
    case "lone-surrogate":
      return { ...record, status: "\ud800" };
    case "null-required":
      return { ...record, created_at: null };
    default:
      return record;
  }
}

function withFirst(record: Mutable, pattern: RegExp, value: string): Mutable {
  const field = Object.keys(record).find((name) => pattern.test(String(record[name])));
  return field === undefined ? record : { ...record, [field]: value };
}
