import type { FaultKind } from "./fault-kinds.ts";
import { idOf, type Row, type TableName, type Value } from "./row.ts";
import type { World } from "./world.ts";

/** How the vendor pages a table. */
type Paging = "page" | "offset" | "cursor" | "keyset" | "version" | "link-header" | "link-body";
/** What the vendor lets a caller ask for. */
type Filter = "none" | "updated_since" | "created_since" | "window" | "version" | "dates";

/** The vendor's documentation in one table. */
export const listings: Readonly<
  Record<TableName, { readonly paging: Paging; readonly filter: Filter; readonly most: number }>
> = {
  sites: { paging: "page", filter: "none", most: 500 },
  activities: { paging: "offset", filter: "none", most: 500 },
  products: { paging: "offset", filter: "updated_since", most: 500 },
  clients: { paging: "keyset", filter: "updated_since", most: 500 },
  sessions: { paging: "cursor", filter: "updated_since", most: 500 },
  bookings: { paging: "page", filter: "window", most: 500 },
  orders: { paging: "link-header", filter: "updated_since", most: 500 },
  order_lines: { paging: "keyset", filter: "updated_since", most: 500 },
  payments: { paging: "offset", filter: "created_since", most: 500 },
  refunds: { paging: "page", filter: "created_since", most: 500 },
  passes: { paging: "version", filter: "version", most: 500 },
  visits: { paging: "link-body", filter: "created_since", most: 1000 },
  gift_cards: { paging: "cursor", filter: "updated_since", most: 500 },
  site_days: { paging: "offset", filter: "dates", most: 500 },
};

/** One page as the vendor answers it: a body, and the `Link` header of the kinds that have one. */
export type Answer = { readonly status: number; readonly body: Value; readonly link?: string };

const dayMs = 86_400_000;
/** A cursor lives five minutes of wall time. */
const cursorLifeMs = 300_000;

const refuse = (status: number, code: string): Answer => ({ status, body: { error: { code } } });

/** Where a caller says how far it has got. */
const positions = ["page", "offset", "after_id", "after_version"];

/** Answer a listing's request; some faults change which rows a page holds. */
export function answerListing(world: World, table: TableName, url: URL, fault?: FaultKind): Answer {
  const { paging, most } = listings[table];
  const asked = new URL(url);
  // A list that goes round: the vendor forgets where the caller is. Links and cursors lead back instead.
  if (fault === "loop" && paging !== "cursor" && !paging.startsWith("link"))
    for (const position of positions) asked.searchParams.delete(position);
  const query = asked.searchParams;
  const size = Math.min(most, Math.max(1, Number(query.get("limit") ?? query.get("per_page") ?? 100)));
  const rows = filtered(world, table, query);
  if (!Array.isArray(rows)) return refuse(400, "INVALID_WINDOW");
  const listed = fault === "rows-shift" ? rows.slice(1) : rows;
  if (fault !== "short-page") return paged(paging, listed, asked, size, table);
  const half = Math.ceil(size / 2);
  if (paging !== "page") return paged(paging, listed, asked, half, table);
  // Numbered pages cannot make up for it: their rest is nowhere.
  const page = Math.max(1, Number(query.get("page") ?? 1));
  const data = listed.slice((page - 1) * size, (page - 1) * size + half);
  return { status: 200, body: { data, total: rows.length, page, pages: Math.ceil(rows.length / size) } };
}

function filtered(world: World, table: TableName, query: URLSearchParams): readonly Row[] | undefined {
  const shelf = world.shelf(table);
  const since = (field: string, parameter: string): readonly Row[] => {
    const text = query.get(parameter);
    if (text === null) return shelf.sorted();
    const from = Date.parse(text);
    return shelf.view(`${parameter}=${text}`, (row) => Date.parse(String(row[field])) >= from);
  };
  switch (listings[table].filter) {
    case "none":
    case "version":
      return shelf.sorted();
    case "updated_since":
      return since("updated_at", "updated_since");
    case "created_since":
      return since("created_at", "created_since");
    case "window": {
      const [from, to] = [Date.parse(query.get("updated_from") ?? ""), Date.parse(query.get("updated_to") ?? "")];
      if (Number.isNaN(from) || Number.isNaN(to) || to - from > 31 * dayMs) return undefined;
      return shelf.view(
        `${from}-${to}`,
        (row) => Date.parse(String(row["updated_at"])) >= from && Date.parse(String(row["updated_at"])) < to,
      );
    }
    case "dates": {
      const [from, to] = [query.get("from") ?? "", query.get("to") ?? "9999"];
      return shelf.view(`${from}-${to}`, (row) => String(row["date"]) >= from && String(row["date"]) < to);
    }
  }
}

function paged(paging: Paging, rows: readonly Row[], url: URL, size: number, table: TableName): Answer {
  const query = url.searchParams;
  switch (paging) {
    case "page": {
      const page = Math.max(1, Number(query.get("page") ?? 1));
      return {
        status: 200,
        body: {
          data: rows.slice((page - 1) * size, page * size),
          total: rows.length,
          page,
          pages: Math.ceil(rows.length / size),
        },
      };
    }
    case "offset": {
      const offset = Number(query.get("offset") ?? 0);
      return { status: 200, body: { items: rows.slice(offset, offset + size), total: rows.length } };
    }
    case "keyset": {
      const page = after(rows, "id", query.get("after_id"), size);
      return { status: 200, body: { data: page, has_more: page.length === size } };
    }
    case "version": {
      const page = after(rows, "version", query.get("after_version"), size);
      return { status: 200, body: { data: page, version: { max: Number(page.at(-1)?.["version"] ?? 0) } } };
    }
    case "cursor":
      return byCursor(rows, query.get("cursor"), size);
    case "link-header":
    case "link-body": {
      const offset = Number(query.get("offset") ?? 0);
      const next = new URL(url);
      next.searchParams.set("offset", String(offset + size));
      const more = offset + size < rows.length ? next.href : undefined;
      const page = rows.slice(offset, offset + size);
      if (paging === "link-body") return { status: 200, body: { data: page, next: more ?? null } };
      return { status: 200, body: page, ...(more !== undefined && { link: `<${more}>; rel="next"` }) };
    }
  }
  return refuse(500, `no paging for ${table}`);
}

function after(rows: readonly Row[], field: string, mark: string | null, size: number): readonly Row[] {
  if (mark === null) return rows.slice(0, size);
  const numeric = typeof rows[0]?.[field] === "number";
  const start = rows.findIndex((row) => (numeric ? Number(row[field]) > Number(mark) : String(row[field]) > mark));
  return start < 0 ? [] : rows.slice(start, start + size);
}

function byCursor(rows: readonly Row[], cursor: string | null, size: number): Answer {
  const [offset = 0, born = Date.now()] =
    cursor === null ? [] : Buffer.from(cursor, "base64url").toString().split(":").map(Number);
  if (Number.isNaN(offset) || Date.now() - born > cursorLifeMs) return refuse(410, "INVALID_CURSOR");
  const end = offset + size;
  return {
    status: 200,
    body: {
      data: rows.slice(offset, end),
      next_cursor: end < rows.length ? Buffer.from(`${end}:${Date.now()}`).toString("base64url") : null,
    },
  };
}

/** A page of a table's ids, in the order of their text. */
export function answerIds(world: World, table: TableName, url: URL, fault?: FaultKind): Answer {
  const size = Math.min(1000, Number(url.searchParams.get("limit") ?? 1000));
  const mark = fault === "loop" ? null : url.searchParams.get("after");
  const ids = world
    .shelf(table)
    .sorted()
    .map((row) => idOf(table, row))
    .sort();
  const page = ids.slice(mark === null ? 0 : ids.findIndex((id) => id > mark) >>> 0).slice(0, size);
  const more = fault === "loop" || (page.length > 0 && page.at(-1) !== ids.at(-1));
  return { status: 200, body: { ids: page, has_more: more } };
}
