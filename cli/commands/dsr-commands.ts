import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { parseConfig, processEnvironment } from "../../config.ts";
import { SillageError } from "../../core/errors.ts";
import type { FoundBy } from "../../pii/find-people.ts";
import type { ShownRequest } from "../../pii/request-desk.ts";
import { queue, workflowId } from "../../workflows/contracts/ids.ts";
import { rootMessage } from "../../workflows/logic/root-message.ts";
import { effectOf } from "../dsr/effect-of.ts";
import { loadDeployment } from "../load-deployment.ts";
import { systemUser } from "../operate/by-options.ts";
import { toTable } from "../output.ts";
import { withTemporal } from "../reach.ts";
import { startRun } from "../run-job.ts";
import { runToItsEnd } from "../runs/run-to-its-end.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";

type Opening = {
  readonly email?: boolean;
  readonly phone?: boolean;
  readonly name?: boolean;
  readonly sourceId?: boolean;
  readonly from?: string;
};

const filing = "sillage dsr open --email --from request.txt";

/** Requests of people about their data. */
export function dsrCommands(program: Command): void {
  const dsr = program
    .command("dsr")
    .description("Requests of people: what is held of them, its restriction, its erasure.")
    .addHelpText("after", examples(filing, "sillage dsr erase 01KB0000000000000000000000 --out answer"));
  dsr
    .command("open")
    .description(
      "File a request about whom an e-mail address, phone number, id, or name and day of birth names; it is read from a prompt, standard input or a file.",
    )
    .option("--email", "find the person by e-mail address")
    .option("--phone", "find the person by phone number")
    .option("--name", 'find the person by surname and day of birth, as in "Exemple 1984-07-31"')
    .option("--source-id", "find the person by the source's id")
    .option("--from <file>", "read it from a file's first line")
    .addHelpText("after", examples(filing, "sillage dsr open --source-id"))
    .action(open);
  dsr
    .command("list")
    .description("The last 200 requests.")
    .addHelpText("after", examples("sillage dsr list"))
    .action(list);
  dsr
    .command("verify <file>")
    .description("See whether a certificate is as this installation signed it: its certificate.json.")
    .addHelpText("after", examples("sillage dsr verify answer/certificate.json"))
    .action(verify);
  answering(dsr, "show", "Show a request, and its certificate once it is erased.")
    .option("--out <folder>", "write the certificate there, as JSON and as a page")
    .action(show);
  answering(dsr, "export", "Write all that is held of its people: JSON, CSV and a readable page.")
    .requiredOption("--out <folder>", "the folder, which nobody else may read")
    .action(exportIt);
  answering(dsr, "refresh", "Read the tables about people whole again, since data are put right at the source.").action(
    refresh,
  );
  answering(dsr, "restrict", "Keep its people out of marts and KPIs, and open nothing of them.")
    .option("--lift", "end the restriction; `sillage dsr refresh` brings their rows back")
    .action(restrict);
  answering(dsr, "erase", "Erase its people, and write the certificate.")
    .option("--out <folder>", "write the certificate there, as JSON and as a page")
    .action(erase);
}

const answering = (dsr: Command, name: string, description: string): Command =>
  dsr
    .command(`${name} <request>`)
    .description(description)
    .addHelpText(
      "after",
      examples(`sillage dsr ${name} 01KB0000000000000000000000${name === "export" ? " --out answer" : ""}`),
    );

async function open(options: Opening, command: Command): Promise<void> {
  const by = foundBy(options);
  const [{ personalValue }, { withDesk }] = await Promise.all([
    import("../dsr/personal-value.ts"),
    import("../dsr/with-desk.ts"),
  ]);
  const value = await personalValue(by === "name" ? "surname and day of birth" : by, options.from);
  answerRequest(command, await withDesk(settingsOf(command), (desk) => desk.open(by, value)));
}

function foundBy(options: Opening): FoundBy | "name" {
  const said = (["email", "phone", "name", "sourceId"] as const).filter((way) => options[way] === true);
  const [way] = said;
  if (way !== undefined && said.length === 1) return way === "sourceId" ? "source-id" : way;
  throw new SillageError({
    code: "usage.dsr-open",
    message: `Of --email, --phone, --name and --source-id ${said.length === 0 ? "none was given" : `${said.length} were given`}.`,
    fix: "Say one of them; what it names is asked for at the prompt, or read from standard input.",
  });
}

async function list(_: object, command: Command): Promise<void> {
  const { withDesk } = await import("../dsr/with-desk.ts");
  const requests = await withDesk(settingsOf(command), (desk) => desk.list());
  outputOf(command).answer({ requests }, () =>
    toTable(
      ["request", "filed", "people", "restricted", "erased"],
      requests.map(({ id, openedAt, people, restrictedAt, erasedAt }) => [
        id,
        openedAt,
        people,
        restrictedAt,
        erasedAt,
      ]),
    ),
  );
}

async function verify(file: string, _: object, command: Command): Promise<void> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new SillageError({
      code: "usage.certificate-file",
      message: `The certificate ${file} cannot be read.`,
      fix: "Name the file `certificate.json` that was written with --out.",
      cause: error,
    });
  });
  const { withDesk } = await import("../dsr/with-desk.ts");
  const found = await withDesk(settingsOf(command), (desk) => desk.verify(text));
  outputOf(command).answer(found, () => [
    `The certificate of request ${found.request}, erased ${found.erasedAt}, is as it was signed here.`,
  ]);
}

async function show(id: string, { out }: { readonly out?: string }, command: Command): Promise<void> {
  const { withDesk } = await import("../dsr/with-desk.ts");
  await answerWithCertificate(command, await withDesk(settingsOf(command), (desk) => desk.show(id)), out);
}

async function exportIt(id: string, { out }: { readonly out: string }, command: Command): Promise<void> {
  const [{ withDesk }, { writeExport }] = await Promise.all([
    import("../dsr/with-desk.ts"),
    import("../dsr/write-answers.ts"),
  ]);
  const exported = await withDesk(settingsOf(command), (desk) => desk.exported(id, systemUser()));
  const files = await writeExport(out, exported);
  const tables = exported.people.map((found) =>
    found.map(({ table, rows, missing }) => ({ table, rows: rows.length, missing })),
  );
  outputOf(command).answer({ request: id, people: tables, folder: out, files }, () => [
    ...tables.flatMap((found) =>
      toTable(
        ["table", "rows", "did not open"],
        found.map(({ table, rows, missing }) => [table, rows, missing]),
      ),
    ),
    `${exported.people.length} people; ${files.length} files are in ${out}.`,
  ]);
}

async function refresh(id: string, _: object, command: Command): Promise<void> {
  const [settings, output] = [settingsOf(command), outputOf(command)];
  const { withDesk } = await import("../dsr/with-desk.ts");
  await withDesk(settings, (desk) => desk.order("refresh", id, systemUser()));
  const deployed = await loadDeployment(settings.graph);
  const selection = deployed.graph.spec.tables.flatMap(({ key, subject }) => (subject === undefined ? [] : [key]));
  await withTemporal(settings.dataDir, async (client) => {
    const run = await startRun(client, {
      job: "selection",
      selection: selection.join(" or "),
      full: true,
      zone: deployed.zone,
      who: systemUser(),
      ingestion: parseConfig(processEnvironment()).INGESTION_TRIGGER,
    });
    await runToItsEnd(client, run, { settings, deployed, output, detach: false, says: startedWhole(run, selection) });
  });
}

/** The request knows nobody's id at the source, and no list of a source takes one. */
const startedWhole = (run: string, tables: readonly string[]): string =>
  `started ${run}: it reads ${tables.join(" and ")} whole, since no source is asked for one person`;

async function restrict(id: string, { lift }: { readonly lift?: boolean }, command: Command): Promise<void> {
  const { withDesk } = await import("../dsr/with-desk.ts");
  const change = lift === true ? "lift" : "restrict";
  answerRequest(command, await withDesk(settingsOf(command), (desk) => desk.restrict(id, change, systemUser())));
}

async function erase(id: string, { out }: { readonly out?: string }, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const { withDesk } = await import("../dsr/with-desk.ts");
  // What was never filed starts no workflow.
  await withDesk(settings, (desk) => desk.order("erase", id, systemUser()));
  await withTemporal(settings.dataDir, (client) =>
    client.workflow
      .execute<(request: string) => Promise<unknown>>("eraseSubject", {
        workflowId: workflowId.erasure(id),
        workflowIdConflictPolicy: "USE_EXISTING",
        taskQueue: queue.control,
        args: [id],
        staticSummary: "Erase the people of a request",
      })
      .catch((error: unknown) => {
        throw new SillageError({
          code: "dsr.erasure-failed",
          message: `The erasure did not end well: ${rootMessage(error)}`,
          fix: `Look at ${workflowId.erasure(id)} in the Temporal Web UI; started again it goes on where it was.`,
          cause: error,
        });
      }),
  );
  await answerWithCertificate(command, await withDesk(settings, (desk) => desk.show(id)), out);
}

async function answerWithCertificate(command: Command, request: ShownRequest, out: string | undefined): Promise<void> {
  if (out !== undefined && request.certificate !== null) {
    const { writeCertificate } = await import("../dsr/write-answers.ts");
    await writeCertificate(out, request.certificate);
  }
  answerRequest(command, request);
}

function answerRequest(command: Command, request: ShownRequest): void {
  const { id, people, restrictedAt, erasedAt, certificate } = request;
  const state =
    erasedAt === null ? (restrictedAt === null ? "filed" : `restricted since ${restrictedAt}`) : `erased ${erasedAt}`;
  outputOf(command).answer(request, () => [
    `${id}: ${people} people, ${state}`,
    ...(certificate?.stores ?? []).map((effect) => `  ${effect.store}: ${effectOf(effect)}`),
    ...(certificate?.recipients ?? []).map(
      ({ purpose, recipients }) => `  to be told, for ${purpose}: ${recipients.join(", ")}`,
    ),
  ]);
}
