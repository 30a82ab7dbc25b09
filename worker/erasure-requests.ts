import type { Client } from "@temporalio/client";
import { ulid } from "ulid";
import { SillageError } from "../core/errors.ts";
import type { Clock } from "../core/ports/clock.ts";
import type { ErasureRequests } from "../core/ports/erasure-requests.ts";
import type { IdentityStore } from "../core/ports/identity-store.ts";
import { queue, workflowId } from "../workflows/contracts/ids.ts";

/** What requests are filed with and by what their erasure is started. */
type Held = {
  readonly identity: Pick<IdentityStore, "findByPid" | "openRequestAbout" | "fileRequest">;
  readonly start: (request: string) => Promise<void>;
  readonly clock: Clock;
};

/** Requests in the identity store, each with an erasure of its own; asked again, one that is filed is started where it was not. */
export const createErasureRequests = ({ identity, start, clock }: Held): ErasureRequests => ({
  async request(pid) {
    const subject = await identity.findByPid(pid);
    if (subject === undefined) throw unknownPerson();
    const filed = await identity.openRequestAbout(subject.lookup);
    const id = filed ?? ulid(clock.now().getTime());
    if (filed === undefined) await identity.fileRequest(id, clock.now().toISOString(), [subject.lookup]);
    await start(id);
    return id;
  },
});

/** Requests whose erasures a Temporal server carries out. */
export const erasureRequestsOf = (identity: Held["identity"], client: Client, clock: Clock): ErasureRequests =>
  createErasureRequests({
    identity,
    clock,
    async start(id) {
      await client.workflow.start("eraseSubject", {
        workflowId: workflowId.erasure(id),
        workflowIdConflictPolicy: "USE_EXISTING",
        taskQueue: queue.control,
        args: [id],
        staticSummary: "Erase the people of a request",
      });
    },
  });

const unknownPerson = (): SillageError =>
  new SillageError({
    code: "pii.unknown-person",
    message: "Nobody has this pseudonym.",
    fix: "Nothing is left to erase.",
  });
