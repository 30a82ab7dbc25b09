import type {
  AcquireAnswer,
  AcquireRequest,
  DropRequest,
  ReleaseRequest,
  Turn,
} from "../../core/ports/asset-entities.ts";
import type { AssetStateV1 } from "../contracts/state.ts";

const lasts = (until: string, now: Date): boolean => Date.parse(until) > now.getTime();

/** Places that ran out are over, as if given back. */
const current = (state: AssetStateV1, now: Date): AssetStateV1 => ({
  ...state,
  waiting: state.waiting.filter((place) => lasts(place.until, now)),
});

/** Every turn at the cursor, the lease first. */
const turnsOf = ({ lease, waiting }: AssetStateV1): readonly Turn[] => [...(lease === null ? [] : [lease]), ...waiting];

/** Grant the cursor under a greater fence to whoever is first; anyone else gets, or keeps, a place in the queue. Nobody waits for a paused asset. The holder of the lease gets it again. */
export function acquire(
  known: AssetStateV1,
  request: AcquireRequest,
  now: Date,
): { readonly state: AssetStateV1; readonly answer: AcquireAnswer } {
  const { holder } = request;
  const state = current(known, now);
  const others = state.waiting.filter((place) => place.holder !== holder);
  if (state.paused) return { state: { ...state, waiting: others }, answer: { granted: false, paused: true } };
  if (first(state, holder)) {
    const fence = state.fence + 1;
    const lease = { holder, fence, until: null };
    return { state: { ...state, fence, lease, waiting: others }, answer: { granted: true, mark: state.mark, fence } };
  }
  const place = { holder, fence: null, until: after(now, request.placeMs) };
  const waiting = state.waiting.some((known) => known.holder === holder)
    ? state.waiting.map((known) => (known.holder === holder ? place : known))
    : [...state.waiting, place];
  const turns = turnsOf({ ...state, waiting });
  return {
    state: { ...state, waiting },
    answer: { granted: false, paused: false, ahead: turns.slice(0, turns.indexOf(place)) },
  };
}

const first = ({ lease, waiting }: AssetStateV1, holder: string): boolean =>
  lease === null ? waiting.length === 0 || waiting[0]?.holder === holder : lease.holder === holder;

const after = (now: Date, ms: number): string => new Date(now.getTime() + ms).toISOString();

/** Give a lease back and leave the queue; a lease under another fence stays. A failed extraction is remembered. */
export function release(state: AssetStateV1, { holder, fence, outcome, why }: ReleaseRequest): AssetStateV1 {
  const mine = state.lease?.holder === holder && (fence === null || state.lease.fence === fence);
  return {
    ...state,
    lease: mine ? null : state.lease,
    waiting: state.waiting.filter((place) => place.holder !== holder),
    ...(mine && outcome === "failed" && { failing: true, ...(why !== undefined && { failure: why }) }),
  };
}

/** Take turns away, each only if it stands as it was seen. */
export function drop(state: AssetStateV1, { turns }: DropRequest): AssetStateV1 {
  const gone = (turn: Turn): boolean =>
    turns.some(({ holder, fence, until }) => holder === turn.holder && fence === turn.fence && until === turn.until);
  return {
    ...state,
    lease: state.lease !== null && gone(state.lease) ? null : state.lease,
    waiting: state.waiting.filter((place) => !gone(place)),
  };
}

/** Who is to be told to ask again: the head of the queue when the lease is free; everyone when the asset was paused, for nobody waits then. */
export function toWake(state: AssetStateV1, now: Date): readonly Turn[] {
  const { lease, waiting, paused } = current(state, now);
  if (paused) return waiting;
  return lease === null ? waiting.slice(0, 1) : [];
}
