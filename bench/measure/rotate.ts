import { randomBytes, randomUUID } from "node:crypto";
import { Worker } from "@temporalio/worker";
import { createRotateKeys } from "../../activities/rotate-keys.ts";
import { coded } from "../../activities/to-failure.ts";
import type { EpochRotation } from "../../core/ports/epoch-rotation.ts";
import type { IdentityStore } from "../../core/ports/identity-store.ts";
import { createEpochRotation } from "../../pii/epoch-rotation.ts";
import { createKeyring, type Keyring } from "../../pii/keyring.ts";
import { keyId } from "../../pii/sealed-value.ts";
import { dekLabel } from "../../pii/subjects.ts";
import { wrapKey } from "../../pii/wrap-key.ts";
import { noTemporal, testTemporal } from "../../test/harness/temporal.ts";
import { workflowBundle } from "../../worker/bundle.ts";
import { queue, workflowId } from "../../workflows/contracts/ids.ts";
import type { RotationInput, RotationResult } from "../../workflows/contracts/runs.ts";
import { grouped, notMeasured, type Measurement } from "../measurement.ts";
import { openTestKeys } from "../test-keys.ts";
import { unsound } from "../unsound.ts";

const many = { tiny: 2_000, small: 100_000, full: 1_000_000 };
const million = 1_000_000;
const longest = 90;

/** A rotation of the epoch end to end, its workflow on a real Temporal server and on an embedded store: everybody moved, everybody seen to open, the old key destroyed. */
export const rotate: Measurement = {
  about: "seconds to move people to a new epoch, see that all of them open and destroy the old key",
  async run({ size }) {
    const people = many[size];
    const figure = {
      id: "rotate-epoch",
      what: `Rotation of the epoch of ${grouped(people)} people, PGlite, by its workflow`,
      goal: `a million within ${longest} s`,
    };
    if (noTemporal !== undefined) return [notMeasured(figure, noTemporal)];
    const { identity, kek } = await openTestKeys("pglite");
    try {
      await fill(identity, createKeyring(identity, kek), people);
      const { rotated, seconds } = await byWorkflow(createEpochRotation(identity, kek));
      if (rotated.people !== people || rotated.verified !== people)
        throw unsound(`of ${people} people ${rotated.people} were moved and ${rotated.verified} opened`);
      const perMillion = (seconds * million) / people;
      const measured = `${seconds.toFixed(1)} s, ${perMillion.toFixed(0)} s a million`;
      const values = { seconds, secondsPerMillion: perMillion };
      return [{ ...figure, measured, met: perMillion <= longest, values }];
    } finally {
      await identity.close();
    }
  },
};

async function byWorkflow(
  rotation: EpochRotation,
): Promise<{ readonly rotated: RotationResult; readonly seconds: number }> {
  const env = await testTemporal();
  const { nativeConnection: connection, client } = env;
  const activities = coded(createRotateKeys({ rotation }), () => undefined);
  const workers = [
    await Worker.create({ connection, taskQueue: queue.control, workflowBundle: await workflowBundle() }),
    await Worker.create({ connection, taskQueue: queue.pii, activities }),
  ];
  const running = Promise.all(workers.map((worker) => worker.run()));
  const begun = performance.now();
  const rotated = await client.workflow.execute<(input: RotationInput) => Promise<RotationResult>>("rotateEpoch", {
    workflowId: workflowId.rotation("epoch"),
    taskQueue: queue.control,
    args: [{ dryRun: false }],
  });
  const seconds = (performance.now() - begun) / 1000;
  for (const worker of workers) worker.shutdown();
  await running;
  await env.teardown();
  return { rotated, seconds };
}

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
