import { randomBytes, randomUUID } from "node:crypto";
import type { IdentityStore } from "../../core/ports/identity-store.ts";
import { createEpochRotation } from "../../pii/epoch-rotation.ts";
import { createKeyring, type Keyring } from "../../pii/keyring.ts";
import { keyId } from "../../pii/sealed-value.ts";
import { dekLabel } from "../../pii/subjects.ts";
import { wrapKey } from "../../pii/wrap-key.ts";
import { grouped, secondsOf, type Measurement } from "../measurement.ts";
import { openTestKeys } from "../test-keys.ts";

const many = { tiny: 2_000, small: 100_000, full: 1_000_000 };
const million = 1_000_000;
const longest = 90;

/** A rotation of the epoch end to end on an embedded store: everybody moved, everybody seen to open, the old key destroyed. */
export const rotate: Measurement = {
  about: "seconds to move people to a new epoch, see that all of them open and destroy the old key",
  async run({ size }) {
    const { identity, kek } = await openTestKeys("pglite");
    const people = many[size];
    await fill(identity, createKeyring(identity, kek), people);
    const rotation = createEpochRotation(identity, kek);
    const seconds = await secondsOf(async () => {
      const { from, to } = await rotation.plan();
      await rotation.begin(to);
      // As the workflow does it, 50,000 people an activity.
      while ((await rotation.move({ from, to }, 50_000, () => undefined)) > 0);
      await rotation.verify(to, () => undefined);
      await rotation.end(from);
    });
    await identity.close();
    const perMillion = (seconds * million) / people;
    return [
      {
        id: "rotate-epoch",
        what: `Rotation of the epoch of ${grouped(people)} people, PGlite`,
        measured: `${seconds.toFixed(1)} s, ${perMillion.toFixed(0)} s a million`,
        goal: `a million within ${longest} s`,
        met: perMillion <= longest,
        values: { seconds, secondsPerMillion: perMillion },
      },
    ];
  },
};

async function fill(identity: IdentityStore, keyring: Keyring, people: number): Promise<void> {
  const epoch = await keyring.activeEpoch();
  const epochKey = await keyring.epochKey(epoch);
  for (let made = 0; made < people; made += 2_000) {
    const candidates = Array.from({ length: Math.min(2_000, people - made) }, () => {
      const [lookup, key] = [randomBytes(16).toString("hex"), randomBytes(32)];
      const wrappedKey = wrapKey(epochKey, dekLabel(lookup), key);
      return { lookup, pid: randomUUID(), wrappedKey, kid: keyId(key), epoch };
    });
    await identity.createSubjects(candidates);
  }
}
