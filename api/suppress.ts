import type { Suppression } from "../db/declare/graph.ts";

/** How many people, the greatest amount of one of them, and the amount of all. */
export type Amounts = { readonly people: number; readonly largest: number; readonly total: number };
/**
 * A territory in a table of people: its name after those of all that it is a part of, from the widest on, `/` between
 * them; and what is told of it together: one amount, or one of each base, of all territories in the same order.
 */
export type PeopleCell = { readonly path: string; readonly parts: readonly Amounts[] };
/** Why a cell is hidden: too few people, one person's amount above the share, or because another could be computed from it. */
export type Reason = "k" | "dominance" | "complementary";
/** What a deployment hides. */
export type Profile = Pick<Suppression, "people" | "dominance">;
/** The territories that are hidden, by path: those of the cells, and wider ones that they add up to. */
export type Hidden = ReadonlyMap<string, Reason>;

/**
 * Which territories are hidden, and why. One is told with all its parts or with none. Hidden are, from the widest on:
 * those of a small or dominated part; those of `already` (what is hidden of all bases together is hidden of each); all
 * that a hidden one is made of; then, among siblings, the next smallest as long as what is hidden together is one
 * territory or, in a part, too few people or dominated: its sum is known.
 */
export function suppress(cells: readonly PeopleCell[], profile: Profile, already: Hidden = new Map()): Hidden {
  const wider = suppressWider(cells, profile, already);
  const hidden = new Map(wider);
  for (const { path, parts } of cells) {
    const reason = primary(parts, profile) ?? already.get(path);
    if (reason !== undefined || wider.has(parentOf(path))) hidden.set(path, reason ?? "complementary");
  }
  for (const [parent, siblings] of Map.groupBy(cells, ({ path }) => parentOf(path)))
    if (!wider.has(parent)) hideWith(siblings, hidden, profile);
  return hidden;
}

/** What a territory is a part of; empty for the widest. */
const parentOf = (path: string): string => path.split("/").slice(0, -1).join("/");

/** Nobody is in two of the cells that a wider one is the sum of. */
function suppressWider(cells: readonly PeopleCell[], profile: Profile, already: Hidden): Hidden {
  const wider = [...Map.groupBy(cells, ({ path }) => parentOf(path))].filter(([path]) => path !== "");
  if (wider.length === 0) return new Map();
  return suppress(
    wider.map(([path, of]) => ({ path, parts: sumOf(of) })),
    profile,
    already,
  );
}

const sumOf = (cells: readonly PeopleCell[]): readonly Amounts[] =>
  (cells[0]?.parts ?? []).map((_, at) => {
    const parts = cells.flatMap(({ parts: all }) => all[at] ?? []);
    return {
      people: parts.reduce((sum, { people }) => sum + people, 0),
      largest: Math.max(...parts.map(({ largest }) => largest)),
      total: parts.reduce((sum, { total }) => sum + total, 0),
    };
  });

/** Hide the next smallest of siblings as long as the hidden ones do not keep each other hidden. */
function hideWith(siblings: readonly PeopleCell[], hidden: Map<string, Reason>, profile: Profile): void {
  const open = siblings.filter(({ path }) => !hidden.has(path)).toSorted(bySize);
  const closed = siblings.filter(({ path }) => hidden.has(path));
  while (closed.length > 0 && !keepsHidden(closed, profile)) {
    const next = open.shift();
    if (next === undefined) return;
    hidden.set(next.path, "complementary");
    closed.push(next);
  }
}

const primary = (parts: readonly Amounts[], profile: Profile): Reason | undefined =>
  parts.map((part) => unsafe(part, profile)).find((reason) => reason !== undefined);

function unsafe({ people, largest, total }: Amounts, profile: Profile): Reason | undefined {
  if (people === 0) return undefined;
  if (people < profile.people) return "k";
  return largest > total * profile.dominance ? "dominance" : undefined;
}

const keepsHidden = (hidden: readonly PeopleCell[], profile: Profile): boolean =>
  hidden.length > 1 && primary(sumOf(hidden), profile) === undefined;

/** Fewest people first, those of nobody last; whatever the order in which a database gives them, the same one. */
function bySize(left: PeopleCell, right: PeopleCell): number {
  const [one, other] = [sizeOf(left), sizeOf(right)];
  return one.people - other.people || one.cents - other.cents || (left.path < right.path ? -1 : 1);
}

const sizeOf = ({ parts }: PeopleCell) => ({
  people: parts.reduce((sum, { people }) => sum + people, 0) || Infinity,
  cents: Math.round(parts.reduce((sum, { total }) => sum + total, 0) * 100),
});
