import { atMost } from "../../core/at-most.ts";
import { startsIngestion } from "../../core/load-keys.ts";
import type { ObjectsTold } from "../../core/objects-told.ts";
import type { ApiDeps } from "../deps.ts";
import type { ObjectEvent } from "./normalise-event.ts";

/** Looks at objects at once, objects of one hand-over, and events without one that are told by themselves: fewer wait for the next object. */
const limits = { looks: 16, objects: 500, untold: 1_000 };
const ours = ["v1/", "inbox/", "state/"];

type Counts = Omit<ObjectsTold, "objects">;
type Batch = PromiseWithResolvers<void> & { readonly events: ObjectEvent[] };

/**
 * Takes events of objects and hands them on together: those that come while a batch is handed on make the next one,
 * however many senders there are. An object that is told of several times is looked at once, after the last event of
 * its batch. Resolves once the batch was taken over; fails with it.
 */
export function objectBatches({ bucket, store, onObjects }: ApiDeps["events"]) {
  let next: Batch | undefined;
  let working = false;
  let untold = nothing;
  const looking = atMost(limits.looks);

  async function work(): Promise<void> {
    working = true;
    for (let batch = next; batch !== undefined; batch = next) {
      next = undefined;
      await handOn(batch.events).then(batch.resolve, batch.reject);
    }
    working = false;
  }

  async function handOn(events: readonly ObjectEvent[]): Promise<void> {
    const landed = events.filter((event) => isOurs(event) && event.keys.some(startsIngestion));
    const keys = distinct(landed);
    const seen = await Promise.all(keys.map((spellings) => looking(() => firstThere(spellings))));
    const objects = seen.filter((object) => object !== undefined);
    untold = plus(untold, {
      duplicates: landed.length - keys.length,
      foreign: events.filter((event) => !isOurs(event)).length,
      gone: keys.length - objects.length,
    });
    for (let at = 0; at < objects.length || isMuch(untold); at += limits.objects) {
      const counts = untold;
      untold = nothing;
      await onObjects({ objects: objects.slice(at, at + limits.objects), ...counts }).catch((error: unknown) => {
        untold = plus(untold, { ...nothing, foreign: counts.foreign });
        throw error;
      });
    }
  }

  /** Senders write keys differently: the first spelling that is there. */
  async function firstThere(keys: readonly string[]): Promise<ObjectsTold["objects"][number] | undefined> {
    for (const key of keys) {
      const known = await store.head(key);
      if (known !== undefined) return { key: known.key, etag: known.etag };
    }
    return undefined;
  }

  const isOurs = (event: ObjectEvent): boolean =>
    event.bucket === bucket && event.keys.some((key) => ours.some((prefix) => key.startsWith(prefix)));

  return (events: readonly ObjectEvent[]): Promise<void> => {
    next ??= { events: [], ...Promise.withResolvers<void>() };
    next.events.push(...events);
    const { promise } = next;
    if (!working) void work();
    return promise;
  };
}

const distinct = (events: readonly ObjectEvent[]): readonly (readonly string[])[] => [
  ...new Map(events.map(({ keys }) => [keys.join("\n"), keys])).values(),
];

const nothing: Counts = { duplicates: 0, foreign: 0, gone: 0 };

const plus = (left: Counts, right: Counts): Counts => ({
  duplicates: left.duplicates + right.duplicates,
  foreign: left.foreign + right.foreign,
  gone: left.gone + right.gone,
});

const isMuch = ({ duplicates, foreign, gone }: Counts): boolean => duplicates + foreign + gone >= limits.untold;
