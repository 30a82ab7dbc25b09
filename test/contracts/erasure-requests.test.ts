import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { createErasureRequests } from "../../worker/erasure-requests.ts";
import { memoryErasureRequests } from "../fakes/memory-erasure-requests.ts";
import { memoryIdentityStore } from "../fakes/memory-identity-store.ts";
import { erasureRequestsContract } from "./erasure-requests.ts";

describe("in memory", () =>
  erasureRequestsContract(async () => {
    const people = [randomUUID(), randomUUID()] as const;
    const erasures = memoryErasureRequests(people);
    return { erasures, people, unknown: randomUUID(), finish: erasures.finish };
  }));

describe("in an identity store", () =>
  erasureRequestsContract(async () => {
    const identity = memoryIdentityStore();
    const people = [randomUUID(), randomUUID()] as const;
    await identity.beginEpoch(1);
    const wrapped = { wrappedKey: Buffer.alloc(60), kid: Buffer.alloc(16, 1), epoch: 1 };
    await identity.createSubjects(people.map((pid, at) => ({ lookup: `lookup-${at}`, pid, ...wrapped })));
    const started = new Map<string, string>();
    const erasures = createErasureRequests({
      identity,
      clock: { now: () => new Date("2026-11-28T03:00:00.000Z") },
      start: async (id) => void started.set(id, id),
    });
    const finish = async (pid: string): Promise<void> => {
      for (const id of started.keys())
        if ((await identity.requestPeople(id)).some((person) => person.pid === pid)) {
          await identity.blankRequest(id, "2026-11-28T04:00:00.000Z");
          await identity.closeRequest(id, "2026-11-28T04:00:00.000Z", "{}");
        }
    };
    return { erasures, people, unknown: randomUUID(), finish };
  }));
