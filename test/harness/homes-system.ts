import { bases, homes, months, type Deed } from "./small-worlds.ts";
import { homesOf, territories, type ToldOfHomes, type ToldSum } from "./told-of-homes.ts";
import { Told, type Equation } from "./told.ts";

/** A hidden amount that follows from what is told. */
export type Leak = {
  readonly month: string;
  readonly name: string;
  readonly base: number | undefined;
  readonly of: string;
};

/**
 * What somebody is at each base: not there (0), there without buying (1), a buyer (2); one number for all bases. How many
 * there are of each from all homes together is known to whoever asks the KPIs that tell of no homes.
 */
const kinds = Array.from({ length: 3 ** bases.length - 1 }, (_, at) => at + 1);
const stateAt = (kind: number, base: number): number => Math.floor(kind / 3 ** bases.indexOf(base)) % 3;

type Where = Pick<ToldSum, "homes" | "base">;
const isAt = (asked: number | undefined, is: (base: number) => boolean): boolean =>
  asked === undefined ? bases.some(is) : is(asked);

/** People of each home and kind: those of some homes, who were at least so much at a base, or at any. */
const peopleOver = ({ homes: of, base }: Where, least: number): Equation =>
  homes.flatMap((home) =>
    kinds.map((kind) => Number(of.includes(home) && isAt(base, (one) => stateAt(kind, one) >= least))),
  );
/** Money, or passages, of each home and base. */
const amountsOver = ({ homes: of, base }: Where): Equation =>
  homes.flatMap((home) => bases.map((one) => Number(of.includes(home) && (base === undefined || base === one))));

type Count = { readonly over: Equation; readonly people: number };
const buyer = 2;
const comer = 1;

/** What is told of a month as three linear systems: of people, of money, of passages. */
function systemsOf(month: string, { sums }: ToldOfHomes, deeds: readonly Deed[]) {
  const told = sums.filter((sum) => sum.month === month);
  const counts = [
    ...everybody(deeds),
    ...told.map((sum) => ({ over: peopleOver(sum, sum.of === "territory" ? buyer : comer), people: sum.clients })),
  ];
  const all = [...counts, ...remainders(told, counts)];
  const empty = emptyOf(all);
  const people = new Told();
  for (const { over } of all) people.add(over);
  for (const place of empty) people.add(one(homes.length * kinds.length, place));
  const nobodies = (least: number) =>
    homes.flatMap((home, at) =>
      bases.flatMap((base, column) => {
        const cell = peopleOver({ homes: [home], base }, least);
        // Of walk-ins nobody counts, and they pay.
        const isEmpty = !home.startsWith("unknown") && cell.every((value, place) => value === 0 || empty.has(place));
        return isEmpty ? [at * bases.length + column] : [];
      }),
    );
  const amounts = (of: readonly ToldSum[], none: readonly number[]) => {
    const system = new Told();
    for (const base of bases) system.add(amountsOver({ homes, base }));
    for (const sum of of) system.add(amountsOver(sum));
    for (const place of none) system.add(one(homes.length * bases.length, place));
    return system;
  };
  return {
    people,
    money: amounts(told, nobodies(buyer)),
    passages: amounts(
      told.filter(({ visits }) => visits !== undefined),
      nobodies(comer),
    ),
  };
}

const one = (length: number, place: number): Equation => Array.from({ length }, (_, at) => Number(at === place));

/** How many people of each kind there are, from all homes: more than any KPI that tells of no homes says. */
function everybody(deeds: readonly Deed[]): readonly Count[] {
  const people = [
    ...Map.groupBy(
      deeds.filter(({ person }) => person !== undefined),
      ({ person }) => person,
    ).values(),
  ];
  const kindOf = (of: readonly Deed[]) =>
    of.reduce((kind, { base, bought }) => kind + (bought ? buyer : comer) * 3 ** bases.indexOf(base), 0);
  return kinds.map((kind) => ({
    over: homes.flatMap(() => kinds.map((other) => Number(other === kind))),
    people: people.filter((of) => kindOf(of) === kind).length,
  }));
}

/** What is left of each told territory, and of all, without its told parts. */
function remainders(told: readonly ToldSum[], counts: readonly Count[]): readonly Count[] {
  const territoriesTold = told.filter(({ of }) => of === "territory");
  const whole = [undefined, ...bases].map((base) => {
    const over = peopleOver({ homes, base }, buyer);
    const people = counts.slice(0, kinds.length).reduce((sum, kind, at) => sum + (over[at] ?? 0) * kind.people, 0);
    return { name: "", base, over, people };
  });
  const wider = territoriesTold.map((sum) => ({ ...sum, over: peopleOver(sum, buyer), people: sum.clients }));
  return [...whole, ...wider].map(({ name, base, over, people }) => {
    const parts = wider.filter((part) => part.base === base && parentOf(part.name) === name);
    return {
      over: parts.reduce((rest, part) => rest.map((value, at) => value - (part.over[at] ?? 0)), [...over]),
      people: parts.reduce((rest, part) => rest - part.people, people),
    };
  });
}

const parentOf = (name: string): string => name.split("/").slice(0, -1).join("/");

/** Whose number is zero: those of a sum that is, and those by which a sum goes beyond another that is as great; there are no fewer people than none. */
function emptyOf(counts: readonly Count[]): ReadonlySet<number> {
  const empty = new Set<number>();
  for (const { over, people } of counts)
    for (const { over: part, people: less } of [{ over: over.map(() => 0), people: 0 }, ...counts])
      if (people === less && part.every((value, at) => value <= (over[at] ?? 0)))
        over.forEach((value, at) => value > (part[at] ?? 0) && empty.add(at));
  return empty;
}

/** How many people of a home did something at a base, in truth. */
const peopleOf = (deeds: readonly Deed[], { homes: of, base }: Where, least: number): number =>
  new Set(
    deeds
      .filter((deed) => of.includes(deed.home) && (base === undefined || deed.base === base))
      .filter(({ bought }) => least === comer || bought)
      .flatMap(({ person }) => person ?? []),
  ).size;

/** What is hidden, or of fewer people than `small`, and follows from all that is told; and how many amounts were looked at. */
export function leaksOf(told: ToldOfHomes, deeds: readonly Deed[], small: number) {
  const leaks: Leak[] = [];
  const looked = { hidden: 0, few: 0, comers: 0 };
  for (const month of months) {
    const there = deeds.filter((deed) => deed.month === month);
    const { people, money, passages } = systemsOf(month, told, there);
    const cells = territories.flatMap((name) =>
      [undefined, ...bases].map((base) => ({ month, name, homes: homesOf(name), base })),
    );
    for (const cell of cells) {
      // Of one territory alone what all bought is what it bought.
      const isAll = there.every(({ home, bought: deal }) => !deal || cell.homes.includes(home));
      const isHidden = told.hidden.some(
        (one) => one.month === month && one.name === cell.name && one.base === cell.base,
      );
      const [bought, came] = [peopleOf(there, cell, buyer), peopleOf(there, cell, comer)];
      const leak = (of: string, follows: boolean) => follows && leaks.push({ ...cell, of });
      if (!isAll && bought > 0 && (isHidden || bought < small)) {
        looked[isHidden ? "hidden" : "few"]++;
        leak("clients", people.gives(peopleOver(cell, buyer)));
        leak("money", money.gives(amountsOver(cell)));
      }
      if (came > 0 && came < small) {
        looked.comers++;
        leak("people who came", people.gives(peopleOver(cell, comer)));
        leak("passages", passages.gives(amountsOver(cell)));
      }
    }
  }
  return { leaks, looked };
}
