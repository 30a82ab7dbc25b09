import { isFaultKind, isWireFault, type FaultKind } from "./fault-kinds.ts";
import { isFile } from "./files.ts";
import { listings } from "./listings.ts";
import { Random } from "./random.ts";
import { tableNames } from "./row.ts";

/**
 * A rule: on the `nth` request of a target from now (or each with a probability), `times` times; with `until` (ISO, on
 * the simulator's clock) as often as it comes, until then. `delayMs`: what `504-slow` waits (default 30 s), and what
 * `drip` waits between two pieces (default 20 ms).
 */
export type FaultRule = {
  /** A table; `ids/<table>`, its listing of ids; or a public file, as `communes.csv`. */
  readonly table: string;
  readonly kind: FaultKind;
  readonly nth?: number;
  readonly probability?: number;
  readonly seed?: number;
  readonly times?: number;
  readonly until?: string;
  readonly delayMs?: number;
};

type Armed = FaultRule & { seen: number; left: number; readonly random: Random };

/** The rules in force. */
export class Faults {
  #armed: Armed[] = [];

  /** Put rules in force, beside those there are. */
  arm(rules: readonly FaultRule[]): void {
    const often = ({ times, until }: FaultRule): number => times ?? (until === undefined ? 1 : Infinity);
    this.#armed.push(
      ...rules.map((rule) => ({ ...rule, seen: 0, left: often(rule), random: new Random(rule.seed ?? 1) })),
    );
  }
  /** Take every rule back. */
  clear(): void {
    this.#armed = [];
  }
  /** The rule that this request of a target meets, if any. `now` is the simulator's clock. */
  next(target: string, now: number): FaultRule | undefined {
    for (const rule of this.#armed) {
      if (rule.table !== target || rule.left <= 0) continue;
      if (rule.until !== undefined && now >= Date.parse(rule.until)) continue;
      rule.seen++;
      const due = rule.probability === undefined ? rule.seen >= (rule.nth ?? 1) : rule.random.chance(rule.probability);
      if (!due) continue;
      rule.left--;
      return rule;
    }
    return undefined;
  }
}

/** Why a rule would never do anything; undefined for one that can. */
export function faultProblem({ table, kind, until }: FaultRule): string | undefined {
  if (!isFaultKind(kind)) return `there is no fault "${String(kind)}"`;
  if (until !== undefined && Number.isNaN(Date.parse(until))) return `"${until}" is no instant`;
  const ofIds = table.startsWith("ids/");
  const known = tableNames.find((name) => name === table.replace("ids/", ""));
  if (!isFile(table) && known === undefined) return `there is no "${table}"`;
  if (isWireFault(kind)) return undefined;
  if (known === undefined) return `${table} has no pages and no records for "${kind}"`;
  if (ofIds) return kind === "loop" || kind === "empty-middle-page" ? undefined : `ids do not know "${kind}"`;
  const { paging } = listings[known];
  if (kind === "foreign-next-link" && !paging.startsWith("link")) return `${table} has no links`;
  if (kind === "changing-total" && paging !== "page" && paging !== "offset") return `${table} tells no total`;
  return undefined;
}
