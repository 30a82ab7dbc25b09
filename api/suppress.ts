import type { Suppression } from "../db/declare/graph.ts";

/** A cell of a table of people: how many, the greatest amount of one of them, the amount of all, and what the cell is a part of: names from the widest on, `/` between them; empty for the widest. */
export type PeopleCell = {
  readonly people: number;
  readonly largest: number;
  readonly total: number;
  readonly within: string;
};
/** Why a cell is hidden: too few people, one person's amount above the share, or because another could be computed from it. */
export type Reason = "k" | "dominance" | "complementary";

/**
 * Which cells are hidden, and why. Small cells and dominated ones first, and all of what is hidden itself in the table
 * of the wider cells, whose sum they are; then, among siblings, the next smallest as long as what is hidden together is
 * one cell, too few people, or dominated: its sum is known.
 */
export function suppress(cells: readonly PeopleCell[], profile: Suppression): readonly (Reason | undefined)[] {
  const hiddenWider = widerHidden(cells, profile);
  const reasons = cells.map(
    (cell) => primary(cell, profile) ?? (hiddenWider.has(cell.within) ? ("complementary" as const) : undefined),
  );
  const siblings = Map.groupBy(
    cells.map((cell, at) => ({ ...cell, at })),
    (cell) => cell.within,
  );
  for (const [within, group] of siblings) if (!hiddenWider.has(within)) hideWith(group, reasons, profile);
  return reasons;
}

/** The names of wider cells that their own table hides: nobody is in two of the cells that they are the sum of. */
function widerHidden(cells: readonly PeopleCell[], profile: Suppression): ReadonlySet<string> {
  const parts = [...Map.groupBy(cells, (cell) => cell.within)].filter(([within]) => within !== "");
  if (parts.length === 0) return new Set();
  const wider = parts.map(([name, group]) => ({
    name,
    ...sumOf(group),
    within: name.split("/").slice(0, -1).join("/"),
  }));
  const reasons = suppress(wider, profile);
  return new Set(wider.filter((_, at) => reasons[at] !== undefined).map(({ name }) => name));
}

const sumOf = (cells: readonly PeopleCell[]) => ({
  people: cells.reduce((sum, { people }) => sum + people, 0),
  largest: Math.max(...cells.map(({ largest }) => largest)),
  total: cells.reduce((sum, { total }) => sum + total, 0),
});

/** Hide the next smallest of a group as long as its hidden cells do not keep each other hidden. */
function hideWith(
  group: readonly (PeopleCell & { readonly at: number })[],
  reasons: (Reason | undefined)[],
  profile: Suppression,
): void {
  for (;;) {
    const hidden = group.filter((cell) => reasons[cell.at] !== undefined);
    const next = smallest(group.filter((cell) => reasons[cell.at] === undefined));
    if (hidden.length === 0 || next === undefined || keepsHidden(hidden, profile)) return;
    reasons[next.at] = "complementary";
  }
}

function primary({ people, largest, total }: PeopleCell, profile: Suppression): Reason | undefined {
  if (people === 0) return undefined;
  if (people < profile.people) return "k";
  return largest > total * profile.dominance ? "dominance" : undefined;
}

function keepsHidden(hidden: readonly PeopleCell[], profile: Suppression): boolean {
  const { people, largest, total } = sumOf(hidden);
  return hidden.length > 1 && people >= profile.people && largest <= total * profile.dominance;
}

/** The cell of fewest people; those of nobody last. */
const smallest = <Cell extends PeopleCell>(cells: readonly Cell[]): Cell | undefined =>
  cells.toSorted(
    (left, right) => (left.people || Infinity) - (right.people || Infinity) || left.total - right.total,
  )[0];
