import type { IdentityStore } from "../../core/ports/identity-store.ts";

/** People and keys: made, found by lookup and by pseudonym, indexed, asked for, erased. */
export async function identify(store: IdentityStore): Promise<void> {
  const [lookup, pid] = ["0".repeat(32), "0190f0e2-0000-7000-8000-00000000000a"];
  const [wrappedKey, kid, value] = [Buffer.alloc(60), Buffer.alloc(16), Buffer.alloc(16)];
  await store.migrate();
  await store.beginEpoch(1);
  await store.createSubjects([{ lookup, pid, wrappedKey, kid, epoch: 1 }]);
  await store.findByPid(pid);
  const indexed = { field: "email", value, pid, updatedAt: "2026-11-01T00:00:00.000Z" };
  await store.saveBlindIndexes(1, [{ ...indexed, index: "i", instead: ["h"] }]);
  await store.saveRootKey({ purpose: "lookup", epoch: 1, wrapped: wrappedKey, check: value });
  await store.rootKeys();
  await store.replaceRootKey({ purpose: "lookup", epoch: 1, wrapped: value, check: value }, wrappedKey);
  const line = { at: "2026-11-01T00:00:00.000Z", caller: "c", pid, request: "r", detail: "{}", mac: value };
  await store.appendReveals({ since: line.at, caller: "c", pid }, ({ seq }) => [
    { ...line, seq: seq + 1, what: "reveal" },
  ]);
  await store.revealRows(0, 1);
  await store.revealsOf("r");
  await store.forgetReveals(0);
  await store.standingOf(pid);
  await store.addDecoy(pid);
  await store.livingPids("00000000-0000-0000-0000-000000000000", 1);
  await store.lookupsByIndex("email", "i", value);
  await store.fileRequest("r", "2026-11-01T00:00:00.000Z", [lookup]);
  await store.widenRequest("r", [lookup]);
  await store.openRequestAbout(lookup);
  await store.request("r");
  await store.requests();
  await store.requestPeople("r");
  await store.restrictRequest("r", "2026-11-01T00:00:00.000Z");
  await store.keepTrial("r", { lookup, trial: "{}" });
  await store.trialsOf("r");
  await store.renewKey({ lookup, epoch: 1, was: kid, wrappedKey, kid, former: wrappedKey });
  await store.formerKeys(lookup);
  await store.endFormerKey(lookup, kid);
  await store.countFormerKeys("2026-11-01T00:00:00.000Z");
  await store.countRenewed();
  await store.beginIndexVersion(2);
  await store.indexVersions();
  const step = { field: "email", from: "i", to: "i/2" };
  await store.laggingIndexes(step, "00000000-0000-0000-0000-000000000000", 1);
  await store.countLagging(step);
  await store.countDraining("2026-11-01T00:00:00.000Z");
  await store.endIndexVersion(1);
  await store.blankRequest("r", "2026-11-01T00:00:00.000Z");
  await store.addErased(1, [pid], "2026-11-01T00:00:00.000Z");
  await store.erasedThrough();
  await store.entryOf([pid]);
  await store.noteSent([lookup], "2026-11-02T00:00:00.000Z");
  await store.forgetErased("2026-11-01T00:00:00.000Z");
  await store.countErased();
  await store.isErased(pid);
  await store.countIndexes([pid]);
  await store.closeRequest("r", "2026-11-01T00:00:00.000Z", "{}");
  await store.beginEpoch(2);
  await store.epochs();
  await store.subjectsOfEpoch(1, "");
  await store.moveSubjects({ from: 1, to: 2 }, { at: "", people: [{ lookup, wrappedKey }] });
  await store.countSubjects(1);
  await store.epochExposure(1);
  await store.exposedPeople(1, "00000000-0000-0000-0000-000000000000", 1);
  await store.dropRootKey("epoch", 1);
  await store.endEpoch(1, "2026-11-01T00:00:00.000Z");
}
