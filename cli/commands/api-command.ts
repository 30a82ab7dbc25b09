import type { Command } from "commander";
import { examples } from "./examples.ts";

/** `sillage api`: it listens at once, and answers 503 until its database is ready. */
export function apiCommand(program: Command): void {
  program
    .command("api")
    .description("Run the KPI API, which also takes the bucket's object-created events.")
    .option(
      "--reveals",
      "also open sealed values for people: the process then holds the keys; run it apart from the API that many use",
    )
    .addHelpText(
      "after",
      examples(
        "API_PORT=8088 sillage api --db postgres://sillage@db.example.test/sillage",
        "API_PORT=8089 sillage api --reveals --db postgres://sillage@db.example.test/sillage",
      ),
    )
    .action(serve);
}

async function serve({ reveals = false }: { readonly reveals?: boolean }, command: Command): Promise<void> {
  const { serveApi } = await import("../api/serve-api.ts");
  return serveApi({ holds: reveals }, command);
}
