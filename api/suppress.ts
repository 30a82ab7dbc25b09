import type { Suppression } from "../db/declare/graph.ts";

/** A cell of a table of people: how many, the greatest amount of one of them, the amount of all, and what the cell adds up to with its siblings. */
export type PeopleCell = {
  readonly people: number;
  readonly largest: number;
  readonly total: number;
  readonly within: string;
};
/** Why a cell is hidden: too few people, one person's amount above the share, or because another could be computed from it. */
export type Reason = "k" | "dominance" | "complementary";

/**
 * Which cells are hidden, and why. Small cells and dominated ones first; then, among siblings and among all, the next
 * smallest as long as what is hidden together is one cell, too few people, or dominated: its sum is known.
 */
export function suppress(cells: readonly PeopleCell[], profile: Suppression): readonly (Reason | undefined)[] {
  const reasons = cells.map((cell) => primary(cell, profile));
  const all = cells.map((cell, at) => ({ ...cell, at }));
  const groups = [...Map.groupBy(all, (cell) => cell.within).values(), all];
  // What one group hides may stand alone in another: again until all hold.
  for (let hidden = -1; hidden !== countHidden(reasons);) {
    hidden = countHidden(reasons);
    for (const group of groups) hideWith(group, reasons, profile);
  }
  return reasons;
}

const countHidden = (reasons: readonly unknown[]): number => reasons.filter((reason) => reason !== undefined).length;

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
  const sum = (of: (cell: PeopleCell) => number): number => hidden.reduce((total, cell) => total + of(cell), 0);
  const largest = Math.max(...hidden.map((cell) => cell.largest));
  return (
    hidden.length > 1 &&
    sum((cell) => cell.people) >= profile.people &&
    largest <= sum((cell) => cell.total) * profile.dominance
  );
}

/** The cell of fewest people; those of nobody last. */
const smallest = <Cell extends PeopleCell>(cells: readonly Cell[]): Cell | undefined =>
  cells.toSorted(
    (left, right) => (left.people || Infinity) - (right.people || Infinity) || left.total - right.total,
  )[0];
