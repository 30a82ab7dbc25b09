import { Random } from "./random.ts";
import type { Value } from "./row.ts";

/** What can go wrong, by name. */
export const faultKinds = [
  "hang-before-headers",
  "hang-mid-body",
  "reset",
  "truncated-body",
  "bad-gzip",
  "429-seconds",
  "429-date",
  "429-none",
  "500-html",
  "502",
  "503",
  "504",
  "401",
  "403",
  "200-error-envelope",
  "200-login-page",
  "200-empty",
  "duplicate-page",
  "loop",
  "foreign-next-link",
  "cursor-expired",
  "empty-middle-page",
  "removed-column",
  "int-to-string",
  "bad-decimal",
  "future-updated-at",
  "huge-int",
  "lone-surrogate",
  "null-required",
] as const;
/** One of the kinds. */
export type FaultKind = (typeof faultKinds)[number];

/** A rule: on the `nth` request of a table from now (or each with a probability), `times` times. */
export type FaultRule = {
  readonly table: string;
  readonly kind: FaultKind;
  readonly nth?: number;
  readonly probability?: number;
  readonly seed?: number;
  readonly times?: number;
};

type Armed = FaultRule & { seen: number; left: number; readonly random: Random };

/** The rules in force. */
export class Faults {
  #armed: Armed[] = [];

  /** Put rules in force, beside those there are. */
  arm(rules: readonly FaultRule[]): void {
    this.#armed.push(
      ...rules.map((rule) => ({ ...rule, seen: 0, left: rule.times ?? 1, random: new Random(rule.seed ?? 1) })),
    );
  }
  /** Take every rule back. */
  clear(): void {
    this.#armed = [];
  }
  /** The fault that this request of a table meets, if any. */
  next(table: string): FaultKind | undefined {
    for (const rule of this.#armed) {
      if (rule.table !== table || rule.left <= 0) continue;
      rule.seen++;
      const due = rule.probability === undefined ? rule.seen >= (rule.nth ?? 1) : rule.random.chance(rule.probability);
      if (!due) continue;
      rule.left--;
      return rule.kind;
    }
    return undefined;
  }
}

type Mutable = { [field: string]: Value };

/** Damage one record as a data fault says; other kinds leave it as it is. */
export function damaged(kind: FaultKind, record: Mutable): Mutable {
  switch (kind) {
    case "removed-column": {
      const { created_at: _gone, ...rest } = record;
      return rest;
    }
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
