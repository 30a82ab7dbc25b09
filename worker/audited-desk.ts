import { ulid } from "ulid";
import type { AuditedChange, AuditPort } from "../core/ports/audit.ts";
import type { Clock } from "../core/ports/clock.ts";
import type { Exported, RequestDesk, ShownRequest } from "../pii/request-desk.ts";

/** What of a request is carried out elsewhere, by workflows that know its id alone. */
export type Ordered = "erase" | "refresh";

/** A desk at which whoever answers a request says who they are: it is in the audit before anything of it is done or leaves. Each but `show`, `list` and `verify` throws `dsr.behind` and `dsr.ledger-lost`, too. */
export type AuditedDesk = Pick<RequestDesk, "open" | "show" | "list" | "verify"> & {
  /** Throws as the desk's. */
  readonly restrict: (id: string, change: "restrict" | "lift", who: string) => Promise<ShownRequest>;
  /** Throws as the desk's. */
  readonly exported: (id: string, who: string) => Promise<Exported>;
  /** Write down that somebody has a request carried out. Throws `dsr.unknown-request`. */
  readonly order: (what: Ordered, id: string, who: string) => Promise<void>;
  /** Write down that somebody has the keys of its people rotated, and why. Throws `dsr.unknown-request`. */
  readonly orderRotation: (id: string, who: string, why: string) => Promise<void>;
};

/** A desk with an audit of requests: who, when, which request; of whom it is stands nowhere in it. `standing` throws while a store holds people who were erased: then nobody is found, exported or changed. */
export function auditedDesk(
  desk: RequestDesk,
  audit: Pick<AuditPort, "recordAudit">,
  clock: Clock,
  standing: () => Promise<void>,
): AuditedDesk {
  const record = async (
    what: Extract<AuditedChange, `dsr.${string}` | `pii.${string}`>,
    id: string,
    who: string,
    why = "a request of a person",
  ): Promise<void> => {
    await standing();
    // What was never filed is not written down: anything could be typed for an id.
    const { id: subject } = await desk.show(id);
    const at = clock.now().toISOString();
    const entry = { id: ulid(clock.now().getTime()), at, what, subject, who, why };
    await audit.recordAudit({ ...entry, oldValue: null, newValue: null }, null);
  };
  return {
    async open(by, value) {
      await standing();
      return desk.open(by, value);
    },
    show: desk.show,
    list: desk.list,
    verify: desk.verify,
    async restrict(id, change, who) {
      await record(`dsr.${change}`, id, who);
      return desk.restrict(id, change);
    },
    async exported(id, who) {
      await record("dsr.export", id, who);
      return desk.exported(id);
    },
    async order(what, id, who) {
      await record(`dsr.${what}`, id, who);
      if (what === "erase") await desk.gather(id);
    },
    orderRotation: (id, who, why) => record("pii.rotate-person", id, who, why),
  };
}
