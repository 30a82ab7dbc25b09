import { expect, test } from "vitest";
import type { AuditEntry } from "../core/ports/audit.ts";
import { SillageError } from "../core/errors.ts";
import type { RequestDesk, ShownRequest } from "../pii/request-desk.ts";
import { auditedDesk } from "./audited-desk.ts";

const at = "2026-11-28T05:00:00.000Z";
const filed: ShownRequest = {
  id: "01KB0000000000000000000000",
  openedAt: at,
  people: 1,
  restrictedAt: null,
  erasedAt: null,
  certificate: null,
};
const unknown = new SillageError({ code: "dsr.unknown-request", message: "None.", fix: "File one." });

/** A desk that knows one request; what is done at it is told to `done`. */
const deskOf = (done: string[]): RequestDesk => ({
  open: async () => filed,
  gather: async () => void done.push("gathered"),
  show: async (id) => (id === filed.id ? filed : Promise.reject(unknown)),
  list: async () => [filed],
  verify: async () => ({ request: filed.id, erasedAt: at }),
  restrict: async (_, change) => (done.push(change), filed),
  exported: async (id) => (done.push("export"), { request: id, exportedAt: at, people: [] }),
});

function audited(refuses: (entry: AuditEntry) => boolean = () => false) {
  const done: string[] = [];
  const audit = {
    async recordAudit(entry: AuditEntry) {
      if (refuses(entry)) throw new SillageError({ code: "db.away", message: "Away.", fix: "Wait." });
      done.push(`${entry.what} of ${entry.subject} by ${entry.who} at ${entry.at}: ${entry.why}`);
    },
  };
  return { done, desk: auditedDesk(deskOf(done), audit, { now: () => new Date(at) }, async () => undefined) };
}

test("who exports, restricts, lifts, refreshes, erases and rotates is written down first, with the request's id and no more", async () => {
  const { done, desk } = audited();
  await desk.exported(filed.id, "ada");
  await desk.restrict(filed.id, "restrict", "ada");
  await desk.restrict(filed.id, "lift", "ada");
  await desk.order("refresh", filed.id, "ada");
  await desk.order("erase", filed.id, "ada");
  await desk.orderRotation(filed.id, "ada", "a stolen laptop");
  const line = (what: string): string => `${what} of ${filed.id} by ada at ${at}: a request of a person`;
  expect(done).toEqual([
    line("dsr.export"),
    "export",
    line("dsr.restrict"),
    "restrict",
    line("dsr.lift"),
    "lift",
    line("dsr.refresh"),
    line("dsr.erase"),
    "gathered",
    `pii.rotate-person of ${filed.id} by ada at ${at}: a stolen laptop`,
  ]);
});

test("what cannot be written down is not done, and what was never filed is not written down", async () => {
  const { done, desk } = audited(() => true);
  await expect(desk.exported(filed.id, "ada")).rejects.toThrow("Away.");
  await expect(audited().desk.order("erase", "exemple@example.test", "ada")).rejects.toThrow("None.");
  expect(done).toEqual([]);
});
