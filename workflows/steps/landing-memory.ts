import { patched, setHandler } from "@temporalio/workflow";
import { oneObject, type ObjectCreated, type ObjectsTold } from "../../core/objects-told.ts";
import {
  landingFiguresQuery,
  noFigures,
  objectCreatedSignal,
  objectsCreatedSignal,
  strayObjectsQuery,
  type LandingFigures,
  type StrayObject,
} from "../contracts/sensor-messages.ts";
import type { SensorInput } from "../landing-sensor.ts";
import { withinBytes } from "../logic/within-bytes.ts";
import { readObject, readObjects } from "../logic/read-told.ts";
import { sensorBoard } from "../logic/sensor-board.ts";
import { showBoard } from "./show-board.ts";

/** Objects kept waiting; beyond them a listing finds the others. */
const mostPending = 2_000;
/** Bytes of objects carried to the next run, or told to one look: a name takes up to 1 kB, more as JSON, and the server refuses 2 MiB. Two thousand ordinary ones fit. */
const mostBytes = 400_000;
/** Strays that are told. */
const mostStrays = 50;

/** What the landing sensor knows while it runs, filled by its signals and shown on its page. Instants are milliseconds. */
export class LandingMemory {
  readonly #pending: ObjectCreated[];
  /** Names of what waits, gathered once for all signals that come between two looks; undefined when what waits changed otherwise. */
  #names: Set<string> | undefined;
  #figures: LandingFigures;
  #strays: readonly StrayObject[];
  #refused: string | null = null;
  listedAt: number;
  listedFullAt: number;
  /** Whether this run keeps storms small; one that began before it did is replayed as it was. */
  readonly orderly = patched("landingSensor-20261128-storms");
  /** Whether a look is told so many bytes of names; as above. */
  readonly #light = patched("landingSensor-20261128-bytes");

  constructor({ pending = [], figures = noFigures, strays = [], listedAt = 0, listedFullAt = 0 }: SensorInput) {
    this.#pending = [...pending];
    this.#figures = figures;
    this.#strays = strays;
    this.listedAt = listedAt;
    this.listedFullAt = listedFullAt;
    this.#answer();
  }

  get waiting(): number {
    return this.#pending.length;
  }

  /** The next objects to look at, off the queue: one at least. */
  take(most: number): readonly ObjectCreated[] {
    const fitting = this.#light ? withinBytes(this.#pending.slice(0, most), mostBytes).length : most;
    this.#names = undefined;
    return this.#pending.splice(0, Math.max(1, fitting));
  }

  /** Objects to look at again, first or last. */
  keep(objects: readonly ObjectCreated[], where: "first" | "last"): void {
    this.#names = undefined;
    this.#pending[where === "first" ? "unshift" : "push"](...objects);
  }

  count(change: Partial<LandingFigures>): void {
    const added = Object.entries(change).map(([name, more]) => [name, this.#countOf(name) + more]);
    this.#figures = { ...this.#figures, ...Object.fromEntries(added) };
  }

  /** Strays of a look: a listing tells all of them, events further ones. */
  strays(found: readonly StrayObject[], of: "all" | "further"): void {
    const all = of === "all" ? found : [...this.#strays, ...found];
    this.#strays = [...new Map(all.map((stray) => [stray.key, stray])).values()].slice(0, mostStrays);
  }

  show(failure?: string): void {
    const { strays, refused, ...board } = {
      strays: this.#strays,
      refused: this.#refused,
      waiting: this.waiting,
      failure,
    };
    showBoard(sensorBoard({ ...this.#figures, ...board, strays, refused }));
  }

  /** What the next run begins with, after a history of so many events; what is too much to carry, it finds by listing. */
  carried(events: number): Omit<SensorInput, "listEvery"> {
    const { histories, longestHistory } = this.#figures;
    const figures = { ...this.#figures, histories: histories + 1, longestHistory: Math.max(longestHistory, events) };
    const { listedFullAt } = this;
    const pending = withinBytes(this.#pending, mostBytes);
    const listedAt = pending.length < this.#pending.length ? 0 : this.listedAt;
    return { pending, listedAt, listedFullAt, strays: this.#strays, figures };
  }

  #countOf(name: string): number {
    return Number(Reflect.get(this.#figures, name));
  }

  #told({ objects, duplicates, foreign, gone }: ObjectsTold): void {
    this.#refused = null;
    const waiting = (this.#names ??= new Set(this.#pending.map(nameOf)));
    const fresh = this.orderly ? objects.filter((object) => !waiting.has(nameOf(object))) : objects;
    const room = fresh.slice(0, Math.max(0, mostPending - this.#pending.length));
    this.#pending.push(...room);
    for (const object of room) waiting.add(nameOf(object));
    if (room.length < fresh.length) this.listedAt = 0;
    this.count({
      events: objects.length + duplicates + foreign + gone,
      duplicates: duplicates + objects.length - fresh.length,
      foreign,
      gone,
    });
  }

  #refuse(signal: string): void {
    this.#refused = signal;
    this.show();
  }

  #answer(): void {
    setHandler(
      objectCreatedSignal,
      (told) => {
        const object = readObject(told);
        if (object === undefined) this.#refuse("objectCreated");
        else this.#told(oneObject(object));
      },
      { description: 'An object appeared in the bucket. Example: {"key":"inbox/clients/drop.csv","etag":"…"}' },
    );
    setHandler(
      objectsCreatedSignal,
      (told) => {
        const read = readObjects(told);
        if (read === undefined) this.#refuse("objectsCreated");
        else this.#told(read);
      },
      {
        description:
          'Objects appeared in the bucket, many at a time. Example: {"objects":[{"key":"inbox/clients/drop.csv","etag":"…"}],"duplicates":2,"foreign":0,"gone":0}',
      },
    );
    setHandler(strayObjectsQuery, () => this.#strays, {
      description: "Objects under inbox/ that are for no table: their folder is not a table's key. No argument.",
    });
    setHandler(landingFiguresQuery, () => this.#figures, {
      description: "What came of events and listings since the sensor was first started. No argument.",
    });
  }
}

const nameOf = ({ key, etag }: ObjectCreated): string => `${key}\n${etag}`;
