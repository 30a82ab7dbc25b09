import type { RevealLedger, RevealRow } from "../../core/ports/reveal-ledger.ts";

/** An audit of reveals in memory; `rows` may be altered by a test, as by somebody who has the database. */
export function memoryReveals(
  living: () => readonly string[],
): RevealLedger & { readonly rows: RevealRow[]; readonly restricted: Set<string> } {
  const [rows, decoys, restricted] = [[] as RevealRow[], new Set<string>(), new Set<string>()];
  return {
    rows,
    restricted,
    async appendReveals({ since, caller, pid }, make) {
      const recent = rows.filter((row) => row.at > since && row.what === "reveal" && row.request === null);
      const made = make({
        seq: rows.at(-1)?.seq ?? 0,
        mac: rows.at(-1)?.mac ?? null,
        byCaller: recent.filter((row) => row.caller === caller).length,
        ofPerson: recent.filter((row) => row.pid !== null && row.pid === pid).length,
      });
      rows.push(...made);
      return made;
    },
    revealRows: async (after, limit) => rows.filter(({ seq }) => seq > after).slice(0, limit),
    revealsOf: async (request) => rows.filter((row) => row.request === request),
    forgetReveals: async (through) => void rows.splice(0, rows.filter(({ seq }) => seq <= through).length),
    standingOf: async (pid) => ({ restricted: restricted.has(pid), decoy: decoys.has(pid) }),
    addDecoy: async (pid) => void decoys.add(pid),
    livingPids: async (after, limit) =>
      living()
        .filter((pid) => pid > after)
        .toSorted()
        .slice(0, limit),
  };
}
