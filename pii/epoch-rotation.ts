import { timingSafeEqual } from "node:crypto";
import { SillageError } from "../core/errors.ts";
import type { EpochRotation, RotationPlan } from "../core/ports/epoch-rotation.ts";
import type { Epoch, EpochSubject, IdentityStore, SubjectsPage } from "../core/ports/identity-store.ts";
import { epochPurpose, type Kek } from "./kek.ts";
import { createKekRotation } from "./kek-rotation.ts";
import { createKeyring, type Keyring } from "./keyring.ts";
import { keyId } from "./sealed-value.ts";
import { dekLabel } from "./subjects.ts";
import { unwrapPersonKey, wrapKey } from "./wrap-key.ts";

type Span = Pick<RotationPlan, "from" | "to">;

/** Rotation on an identity store and its vault. */
export function createEpochRotation(identity: IdentityStore, kek: Kek): EpochRotation {
  const keyring = createKeyring(identity, kek);
  return {
    plan: () => planOf(identity, keyring),
    begin: keyring.beginEpoch,
    move: moving(identity, keyring),
    async verify(epoch, report) {
      const key = await keyring.epochKey(epoch);
      let seen = 0;
      for await (const { people } of pagesOf(identity, epoch)) {
        const wrong = people.filter((person) => !opens(key, person)).length;
        if (wrong > 0) throw unverified(wrong, epoch);
        seen += people.length;
        report(seen);
      }
      return seen;
    },
    async end(epoch) {
      const known = (await identity.epochs()).find((other) => other.epoch === epoch);
      if (known?.state === "destroyed" && known.effectiveAt !== null) return { effectiveAt: known.effectiveAt };
      const people = await identity.countSubjects(epoch);
      if (people > 0 || known?.state !== "draining") throw inUse(epoch, people);
      const { effectiveAt } = await kek.destroyEpochKey(epoch);
      await identity.dropRootKey(epochPurpose, epoch);
      await identity.dropRootKey(`${epochPurpose}/${epoch}`, epoch);
      await identity.endEpoch(epoch, effectiveAt);
      return { effectiveAt };
    },
    ...createKekRotation(identity, kek),
  };
}

function moving(identity: IdentityStore, keyring: Keyring): EpochRotation["move"] {
  const wrapAnew = async (span: Span, people: SubjectsPage["people"]) => {
    const [old, fresh] = [await keyring.epochKey(span.from), await keyring.epochKey(span.to)];
    return people.map(({ lookup, wrappedKey }) => ({
      lookup,
      wrappedKey: wrapKey(fresh, dekLabel(lookup), unwrapPersonKey(old, dekLabel(lookup), wrappedKey)),
    }));
  };
  const pass: EpochRotation["move"] = async (span, most, report) => {
    let [moved, writing] = [0, Promise.resolve()];
    for await (const { at, people } of pagesOf(identity, span.from)) {
      if (people.length > 0) {
        const wrapped = await wrapAnew(span, people);
        await writing;
        // Written while the next are wrapped.
        writing = identity.moveSubjects(span, { at, people: wrapped });
        writing.catch(() => undefined);
        moved += people.length;
      }
      report(moved);
      if (moved >= most) break;
    }
    await writing;
    return moved;
  };
  return async (span, most, report) => {
    for (;;) {
      const moved = await pass(span, most, report);
      // Whose row was written meanwhile may stand where this pass had been.
      if (moved > 0 || (await identity.countSubjects(span.from)) === 0) return moved;
    }
  };
}

/** Everybody in an epoch, as they stand in the store; the next are read while those before are worked on. */
async function* pagesOf(identity: IdentityStore, epoch: number): AsyncGenerator<SubjectsPage> {
  let ahead = identity.subjectsOfEpoch(epoch, "");
  for (;;) {
    const page = await ahead;
    if (page.next !== undefined) ahead = identity.subjectsOfEpoch(epoch, page.next);
    ahead.catch(() => undefined);
    yield page;
    if (page.next === undefined) return;
  }
}

async function planOf(identity: IdentityStore, keyring: Keyring): Promise<RotationPlan> {
  keyring.forgetEpoch();
  const active = await keyring.activeEpoch();
  const draining = (await identity.epochs()).find(({ state }: Epoch) => state === "draining");
  const span = draining === undefined ? { from: active, to: active + 1 } : { from: draining.epoch, to: active };
  return { ...span, people: await identity.countSubjects(span.from), resumed: draining !== undefined };
}

function opens(key: Parameters<typeof unwrapPersonKey>[0], { lookup, wrappedKey, kid }: EpochSubject): boolean {
  try {
    return timingSafeEqual(keyId(unwrapPersonKey(key, dekLabel(lookup), wrappedKey)), kid);
  } catch {
    return false;
  }
}

const unverified = (people: number, epoch: number): SillageError =>
  new SillageError({
    code: "pii.unverified",
    message: `The keys of ${people} people do not open in epoch ${epoch}; the epoch before it was kept.`,
    fix: "Look for who else wrote to the identity store, mend the rows, and rotate again.",
  });

const inUse = (epoch: number, people: number): SillageError =>
  new SillageError({
    code: "pii.epoch-in-use",
    message: `Epoch ${epoch} is not destroyed: it is not draining, or holds the keys of people (${people}).`,
    fix: "Rotate again: it moves them first.",
  });
