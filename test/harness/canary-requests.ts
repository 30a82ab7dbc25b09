import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { approvedBulk, exampleGround, revealCaller } from "./ask-reveals.ts";
import { until, type TestDemo } from "./demo.ts";
import { makeIdle } from "./enforced-retention.ts";
import type { PersonalMarkers } from "./personal-markers.ts";
import { startLine } from "./run-command.ts";

/** Reveal, export, refresh, restrict and erase the marked client, rotate keys and enforce the retention, as operators do: what commands and refusals said of it. Throws where a reveal or an export held no marker, since nothing could have leaked then. */
export async function requestsAnswered(night: TestDemo, markers: PersonalMarkers): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "sillage-canary-requests-"));
  const email = String(night.demo.ponton.world.shelf("clients").sorted()[0]?.["email"]);
  const told: string[] = [];
  const sillage = async (line: string, said = ""): Promise<string> => {
    const { code, stdout, stderr } = await startLine(
      `printf '%s\\n' "$SAID" | node bin/sillage.js ${line} --data-dir ${night.dataDir}`,
      { SAID: said },
    ).ended;
    told.push(stdout, stderr);
    if (code !== 0) throw new Error(`${line} ended with ${code}`);
    return stdout;
  };
  try {
    const { id }: { readonly id: string } = JSON.parse(await sillage("dsr open --email --json", email));
    await sillage(`dsr export ${id} --out ${folder}`);
    const exported = await readFile(join(folder, "export.json"), "utf8");
    holds(exported, email, "the export");
    const pid = pidIn(exported);
    const ask = await revealed(night, { pid, email, reason: markers.text("the reason of a reveal") });
    await sillage(`pii rotate --person ${id} --reason 'a trial'`);
    for (const line of ["refresh", "restrict", "restrict --lift", `erase --out ${folder}`])
      await sillage(`dsr ${line} ${id}`);
    const { response, text } = await ask(pid);
    if (response.ok) throw new Error("an erased person was revealed");
    told.push(text, await sillage(`dsr show ${id} --json`), await sillage("reveals list --json"));
    await sillage("pii rotate --kek");
    await sillage("pii rotate --epoch");
    await sillage("pii rotate --index");
    await makeIdle(night, 1);
    holds(await sillage("pii retention --enforce"), "Erasures asked for: 1.", "the retention");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return Buffer.from(told.join("\n"));
}

/** One reveal, and a bulk one whose sealed file waits in the bucket; how to ask again. */
async function revealed(
  night: TestDemo,
  { pid, email, reason }: { readonly pid: string; readonly email: string; readonly reason: string },
) {
  const [asker, approver] = [await revealCaller(night), await revealCaller(night)];
  const ask = (asked: string) => asker.ask("", { ...exampleGround, pid: asked, reason });
  holds((await ask(pid)).text, email, "the reveal");
  const request = await approvedBulk(asker, approver, [pid]);
  await until(
    "the file of the bulk reveal is there",
    async () => {
      const { state }: { readonly state: string } = JSON.parse((await asker.ask(`/bulk/${request}`)).text);
      return state === "ready";
    },
    240_000,
  );
  return ask;
}

function holds(text: string, marker: string, what: string): void {
  if (!text.includes(marker)) throw new Error(`${what} does not hold what it must`);
}

function pidIn(exported: string): string {
  const { people }: { readonly people: readonly (readonly ExportedTable[])[] } = JSON.parse(exported);
  return String(people[0]?.find(({ table }) => table === "clients")?.rows[0]?.["id"]);
}

type ExportedTable = { readonly table: string; readonly rows: readonly Readonly<Record<string, unknown>>[] };
