import { Random } from "./random.ts";
import { catalogue } from "./catalogue.ts";
import { dayOfActivity } from "./activity.ts";
import { tableNames, type Row, type TableName } from "./row.ts";
import { Shelf } from "./shelf.ts";
import { stamp } from "./stamp.ts";
import { volumes, type Volume } from "./volume.ts";

const dayMs = 86_400_000;
/** When the simulator's clock starts: in season, before the night's extraction. */
export const startClock = Date.parse("2026-08-15T02:00:00Z");

/** The vendor's whole state, a pure function of seed, volume and the advances made. */
export class World {
  readonly shelves: ReadonlyMap<TableName, Shelf>;
  readonly sales: number;
  readonly #seed: number;
  #clock: number;
  #ticks = 0;
  #ids = 0;
  #version = 0;

  /** `until`: where its clock stands at first, unless told the start of the simulation. */
  constructor(seed: number, volume: Volume, until: number = startClock) {
    this.#seed = seed;
    this.sales = volumes[volume].sales;
    this.shelves = new Map(tableNames.map((table) => [table, new Shelf(table)]));
    this.#clock = Date.parse(`${volumes[volume].from}T02:00:00Z`);
    catalogue(this);
    while (this.#clock < until) this.advance(24);
  }

  /** Milliseconds since 1970 on the simulator's clock. */
  get clock(): number {
    return this.#clock;
  }
  /** Let hours of activity happen, a day's worth at a time. */
  advance(hours: number): void {
    for (let left = hours * 3_600_000; left > 0; left -= dayMs) {
      const span = Math.min(left, dayMs);
      dayOfActivity(this, new Random(this.#seed * 7919 + ++this.#ticks), this.#clock, span);
      this.#clock += span;
    }
  }
  shelf(table: TableName): Shelf {
    return this.shelves.get(table) ?? new Shelf(table);
  }
  /** The next number of the vendor's one id sequence. */
  nextId(): number {
    return ++this.#ids;
  }
  /** The next number of the passes' global version. */
  nextVersion(): number {
    return ++this.#version;
  }
  put(table: TableName, row: Row): Row {
    this.shelf(table).put(row);
    return row;
  }
  /** Change some fields of a row, stamped with an instant; a row that is gone stays gone. */
  change(table: TableName, row: Row, at: number, fields: Row): void {
    const known = this.shelf(table).get(String(row["id"]));
    if (known === undefined) return;
    this.shelf(table).put({
      ...known,
      ...fields,
      updated_at: stamp(at),
      ...(table === "passes" && { version: this.nextVersion() }),
    });
  }
}
