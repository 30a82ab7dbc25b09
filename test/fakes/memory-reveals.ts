import type { RevealCount, RevealLedger, RevealRow, RevealsCounted } from "../../core/ports/reveal-ledger.ts";

/** An audit of reveals in memory; `rows` may be altered by a test, as by somebody who has the database. */
export function memoryReveals(
  living: () => readonly string[],
): RevealLedger & { readonly rows: RevealRow[]; readonly restricted: Set<string> } {
  const [rows, decoys, restricted] = [[] as RevealRow[], new Set<string>(), new Set<string>()];
  return {
    rows,
    restricted,
    async appendReveals(count, make) {
      const made = make({ seq: rows.at(-1)?.seq ?? 0, mac: rows.at(-1)?.mac ?? null, ...counted(rows, count) });
      rows.push(...made);
      return made;
    },
    countReveals: async (count) => counted(rows, count),
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

function counted(rows: readonly RevealRow[], { since, caller, pid }: RevealCount): RevealsCounted {
  const recent = rows.filter((row) => row.at > since && row.request === null);
  const reveals = recent.filter(({ what }) => what === "reveal");
  const refusals = recent.filter(
    ({ what, detail }) => what === "refused" && JSON.parse(detail).code !== "reveal.budget",
  );
  return {
    byCaller: [...reveals, ...refusals].filter((row) => row.caller === caller).length,
    ofPerson: reveals.filter((row) => row.pid !== null && row.pid === pid).length,
    unopened: recent.filter((row) => row.what === "unopened" && row.caller === caller).length,
  };
}
