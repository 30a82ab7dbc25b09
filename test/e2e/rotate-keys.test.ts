import { createSecretKey, randomBytes, randomUUID } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@temporalio/client";
import { Worker } from "@temporalio/worker";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Activities } from "../../activities/index.ts";
import { createRotateIndex } from "../../activities/rotate-index.ts";
import { createRotateKeys } from "../../activities/rotate-keys.ts";
import { createRotatePerson } from "../../activities/rotate-person.ts";
import { coded } from "../../activities/to-failure.ts";
import type { PersonRotation } from "../../core/ports/person-rotation.ts";
import type { IndexRotation } from "../../core/ports/index-rotation.ts";
import type { EpochRotation } from "../../core/ports/epoch-rotation.ts";
import { SillageError } from "../../core/errors.ts";
import type { IdentityStore } from "../../core/ports/identity-store.ts";
import { openIdentityStore } from "../../db/identity/open-identity-store.ts";
import { createEpochRotation } from "../../pii/epoch-rotation.ts";
import type { Kek } from "../../pii/kek.ts";
import { localKek } from "../../pii/kek/local.ts";
import { createKeyring } from "../../pii/keyring.ts";
import { keyId } from "../../pii/sealed-value.ts";
import { dekLabel } from "../../pii/subjects.ts";
import { wrapKey } from "../../pii/wrap-key.ts";
import { workflowBundle } from "../../worker/bundle.ts";
import { converterWith } from "../../worker/wire/data-converter.ts";
import { payloadCodec } from "../../worker/wire/payload-codec.ts";
import { queue, workflowId } from "../../workflows/contracts/ids.ts";
import type {
  IndexRotationResult,
  KekRotationResult,
  PersonRotationResult,
  RotationResult,
} from "../../workflows/contracts/runs.ts";
import { until } from "../harness/demo.ts";
import { decodedHistories } from "../harness/store-contents.ts";
import { testTemporal } from "../harness/temporal.ts";

let env: Awaited<ReturnType<typeof testTemporal>>;
let identity: IdentityStore;
let kek: Kek;
let real: EpochRotation;
/** Steps that fail once after they did their work, as when a worker is killed before it could say so. */
type Step = keyof EpochRotation | keyof IndexRotation | keyof PersonRotation | "write";
const dies = new Set<Step>();
const died: string[] = [];
/** What happens while the people of an epoch are moved. */
const duringMoves = new Map<number, () => Promise<void>>();
/** Days that certificates named. */
const certified: (string | null)[] = [];
const workers: Worker[] = [];
/** Payloads are sealed here, as a deployment may ask for. */
const dataConverter = converterWith(payloadCodec(createSecretKey(randomBytes(32))));
let client: Client;
let running: Promise<unknown>;

const people = 12_000;
const lookupOf = (at: number): string => at.toString(16).padStart(32, "0");

beforeAll(async () => {
  env = await testTemporal();
  client = new Client({ connection: env.connection, dataConverter });
  identity = await openIdentityStore({ memory: true });
  await identity.migrate();
  kek = await localKek(join(await mkdtemp(join(tmpdir(), "sillage-rotate-")), "keys"));
  real = createEpochRotation(identity, kek);
  const keyring = createKeyring(identity, kek);
  const epoch = await keyring.activeEpoch();
  const epochKey = await keyring.epochKey(epoch);
  const candidates = Array.from({ length: people }, (_, at) => {
    const [lookup, key] = [lookupOf(at), Buffer.alloc(32, at % 251)];
    return { lookup, pid: randomUUID(), wrappedKey: wrapKey(epochKey, dekLabel(lookup), key), kid: keyId(key), epoch };
  });
  await identity.createSubjects(candidates);
  const rotation: EpochRotation = {
    plan: () => mortal("plan", real.plan()),
    begin: (to) => mortal("begin", real.begin(to)),
    move: async (span, most, report) => {
      await duringMoves.get(span.from)?.();
      return mortal("move", real.move(span, most, report));
    },
    verify: (to, report) => mortal("verify", real.verify(to, report)),
    end: (from) => mortal("end", real.end(from)),
    planKek: () => mortal("planKek", real.planKek()),
    renewKek: () => mortal("renewKek", real.renewKek()),
    rewrapRoots: (_, report) => mortal("rewrapRoots", real.rewrapRoots(1, report)),
  };
  const activities = coded(
    {
      ...createRotateKeys({ rotation }),
      ...createRotateIndex({ indexRotation }),
      ...createRotatePerson({ personRotation, database: { reserve: async () => unthrottled } }),
      ...erasing,
    },
    () => undefined,
  );
  const bundle = await workflowBundle();
  const connection = env.nativeConnection;
  workers.push(
    await Worker.create({ connection, dataConverter, taskQueue: queue.control, workflowBundle: bundle }),
    await Worker.create({ connection, dataConverter, taskQueue: queue.pii, activities }),
  );
  running = Promise.all(workers.map((worker) => worker.run()));
});
afterAll(async () => {
  for (const worker of workers) worker.shutdown();
  await running;
  await identity.close();
  await env.teardown();
});

/** Blind indexes of five values, and what was done to them. */
const indexes = { values: 5, version: 1, dropped: [] as number[] };
const indexRotation: IndexRotation = {
  plan: () => {
    const from = indexes.version;
    return mortal("plan", Promise.resolve({ from, to: 2, values: indexes.values, resumed: from === 2 }));
  },
  begin: (to) => mortal("begin", Promise.resolve(void (indexes.version = to))),
  async *reindex() {
    for (; indexes.values > 0; yield mortal("reindex", Promise.resolve(1))) indexes.values--;
  },
  lagging: () => mortal("lagging", Promise.resolve(indexes.values)),
  end: (from) => mortal("end", Promise.resolve(void indexes.dropped.push(from))),
};

/** A person of three sealed values: how many are sealed under the key before, how often it was renewed, and since when keys drain. */
const person = { former: 0, renewed: 0, since: [] as readonly string[] };
const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
const unthrottled = { granted: true, waitMs: 0, free: true };
const personRotation: PersonRotation = {
  plan() {
    const { renewed } = person;
    return mortal(
      "plan",
      Promise.resolve({ people: 1, draining: 0, renewed, tables: [{ table: "clients", values: 3 }] }),
    );
  },
  renew(_, since) {
    if (person.renewed === since) [person.former, person.since, person.renewed] = [3, [daysAgo(0)], since + 1];
    return mortal("renew", Promise.resolve(1));
  },
  async *reseal() {
    const write = () => mortal("write", Promise.resolve(void person.former--));
    while (person.former > 0) yield { values: 1, bytes: 80, write };
  },
  verify: () => mortal("verify", Promise.resolve({ opened: 3 - person.former, former: person.former })),
  drainingSince: () => mortal("drainingSince", Promise.resolve(person.since)),
  end(_, through) {
    const [before, left] = [person.since.length, person.since.filter((since) => since > through)];
    person.since = left;
    return mortal("end", Promise.resolve(before - left.length));
  },
};

/** An erasure of one person, of which only the day is looked at. */
const erasing = {
  verifyRequest: async () => ({ state: "open", people: 1 }),
  restrictPeople: async () => undefined,
  blankPeople: async () => undefined,
  eraseRows: async () => [],
  proveErasure: async () => undefined,
  certifyErasure: async ({ epochDueAt }) => void certified.push(epochDueAt),
} satisfies Partial<Activities>;

async function mortal<Result>(step: Step, work: Promise<Result>): Promise<Result> {
  const result = await work;
  if (!dies.delete(step)) return result;
  died.push(step);
  throw new SillageError({ code: "test.killed", message: "Killed.", fix: "Try again.", retryable: true });
}

const run = <Result>(type: string, ...args: readonly object[]): Promise<Result> =>
  client.workflow.execute<(...args: object[]) => Promise<Result>>(type, {
    workflowId: `pii/${randomUUID()}`,
    taskQueue: queue.control,
    args: [...args],
  });

test("a dry run says who would be moved, and changes nothing", async () => {
  expect(await run<RotationResult>("rotateEpoch", { dryRun: true })).toEqual({
    from: 1,
    to: 2,
    people,
    verified: 0,
    effectiveAt: null,
    resumed: false,
  });
  expect(await identity.epochs()).toEqual([{ epoch: 1, state: "active", effectiveAt: null }]);
});

test("a rotation whose every step is cut off after its work ends with everybody in the new epoch", async () => {
  for (const step of ["plan", "begin", "move", "verify", "end"] as const) dies.add(step);
  const done = await run<RotationResult>("rotateEpoch", { dryRun: false });
  expect(done).toMatchObject({ from: 1, to: 2, verified: people });
  expect(died).toEqual(["plan", "begin", "move", "verify", "end"]);
  const [first, second] = await identity.epochs();
  expect([first?.state, second?.state]).toEqual(["destroyed", "active"]);
  expect([await identity.countSubjects(1), await identity.countSubjects(2)]).toEqual([0, people]);
});

test("a dry run of the vault's key changes nothing; it is renewed once and the roots wrapped anew, every step cut off after its work", async () => {
  for (const root of ["lookup", "alias", "table/clients"]) await createKeyring(identity, kek).root(root);
  const plan = await real.planKek();
  expect(await run<KekRotationResult>("rotateKek", { dryRun: true })).toEqual({ ...plan, roots: 3, dryRun: true });
  expect(await real.planKek()).toEqual(plan);
  for (const step of ["planKek", "renewKek", "rewrapRoots"] as const) dies.add(step);
  expect(await run<KekRotationResult>("rotateKek", { dryRun: false })).toMatchObject({ newest: "2", roots: 2 });
  expect(died.slice(5)).toEqual(["planKek", "renewKek", "rewrapRoots"]);
  expect((await real.planKek()).wrapped).toEqual([{ by: "2", roots: 3 }]);
});

test("values are indexed under a new version, every step cut off after its work, and the old one is dropped", async () => {
  expect(await run<IndexRotationResult>("rotateIndex", { dryRun: true })).toMatchObject({
    from: 1,
    to: 2,
    values: 5,
    lagging: 5,
    resumed: false,
    dropped: false,
  });
  died.length = 0;
  const steps = ["plan", "begin", "reindex", "lagging", "end"] as const;
  for (const step of steps) dies.add(step);
  const done = await run<IndexRotationResult>("rotateIndex", { dryRun: false });
  // The value whose step was cut off was indexed, and is not counted again.
  expect(done).toEqual({ from: 1, to: 2, values: 4, lagging: 0, resumed: false, dropped: true });
  expect([died, indexes.version, indexes.dropped]).toEqual([steps, 2, [1, 1]]);
});

test("a person's values are sealed under another key, every step cut off after its work; the one before goes on its day, what loads brought sealed anew first", async () => {
  const request = "01ROTATED0";
  const planned = { people: 1, draining: 0, tables: [{ table: "clients", values: 3 }] };
  const counted = { ...planned, resealed: 0, opened: 0, drainsUntil: null };
  expect(await run<PersonRotationResult>("rotatePerson", { request, dryRun: true })).toEqual(counted);
  expect(person).toEqual({ former: 0, renewed: 0, since: [] });
  died.length = 0;
  const steps = ["plan", "renew", "write", "verify", "drainingSince"] as const;
  for (const step of steps) dies.add(step);
  const { drainsUntil, ...done } = await run<PersonRotationResult>("rotatePerson", { request, dryRun: false });
  // The value whose step was cut off was sealed, and is not counted again.
  expect([done, died]).toEqual([{ ...planned, resealed: 2, opened: 3 }, steps]);
  expect(Date.parse(drainsUntil ?? "") - Date.now()).toBeGreaterThan(35 * 86_400_000);
  const { status } = await client.workflow.getHandle(workflowId.drain(request)).describe();
  expect([status.name, person.since.length]).toEqual(["RUNNING", 1]);
  // The key of another request's rotation is a day younger: it goes on its own day, which has come too.
  [person.former, person.since] = [1, [daysAgo(38), daysAgo(37)]];
  dies.add("end");
  expect(await run<number>("drainPerson", { request, until: daysAgo(2) })).toBe(1);
  expect([person.former, person.since]).toEqual([0, []]);
});

test("Temporal holds sealed payloads only: arguments, results, details and what the pages show", async () => {
  const handle = await client.workflow.start("rotateEpoch", {
    workflowId: `pii/${randomUUID()}`,
    taskQueue: queue.control,
    args: [{ dryRun: true }],
    staticSummary: "Canari-Zoé",
  });
  await handle.result();
  const told = Buffer.from(await decodedHistories(env.client)).toString("latin1");
  expect(told).toContain(handle.workflowId);
  expect(told).toContain("binary/encrypted");
  expect(told).not.toMatch(/Canari|dryRun|effectiveAt|people moved/);
});

const eventsOf = async (id: string) => (await client.workflow.getHandle(id).fetchHistory()).events ?? [];

test("the end of an epoch waits for a rotation by hand, makes its own, and another for who was erased meanwhile", async () => {
  const { from: first } = await real.plan();
  const taskQueue = queue.control;
  const yesterday = new Date(Date.now() - 86_400_000).toISOString();
  const [byHand, due] = [workflowId.rotation("epoch"), workflowId.epochDue];
  const end = client.workflow.getHandle(due);
  duringMoves.set(first, async () => {
    duringMoves.delete(first);
    await client.workflow.start("epochDue", { workflowId: due, taskQueue, args: [{ at: yesterday }] });
    await until("it found the other one", async () =>
      (await eventsOf(due)).some(({ startChildWorkflowExecutionFailedEventAttributes: refused }) => refused != null),
    );
  });
  duringMoves.set(first + 1, async () => {
    duringMoves.delete(first + 1);
    await client.workflow.execute("eraseSubject", { workflowId: "pii/erase/late", taskQueue, args: ["01LATE0001"] });
    // An erasure's day is a week ahead: this one's has come.
    await end.signal("personErased", { at: yesterday });
  });
  await client.workflow.execute("rotateEpoch", { workflowId: byHand, taskQueue, args: [{ dryRun: false }] });
  await end.result();
  const signals = (await eventsOf(due)).flatMap(
    ({ workflowExecutionSignaledEventAttributes: told }) => told?.signalName ?? [],
  );
  expect(signals).toEqual(["personErased", "personErased"]);
  expect(certified).toHaveLength(1);
  expect((await identity.epochs()).map(({ state }) => state)).toEqual([
    ...Array<string>(first + 2).fill("destroyed"),
    "active",
  ]);
});
