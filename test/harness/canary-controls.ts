import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { bucketOf } from "./bucket-of.ts";
import type { TestDemo } from "./demo.ts";

/** Put a control in clear into each part of a running night, where a leak would put it: a scan that does not find it is blind. */
export async function putControls(night: TestDemo, control: (part: string) => string): Promise<void> {
  // With an end of its own: what follows a text in a file of the database may be any byte.
  const stored = `${control("database")};`;
  for (const column of ["asset_state set materialisation_id", "run_step set detail"])
    await night.demo.control("query", `update sillage.${column} = $1 where asset = 'communes'`, [stored]);
  await bucketOf(night).put("control", gzipSync(`a line with ${control("objects")} in it`));
  await night.demo.client.workflow.start("control", {
    workflowId: "control",
    taskQueue: "nobody",
    args: [{ client: control("temporal") }],
  });
  const [text = "", email] = control("logs").split(" ");
  await appendFile(join(night.dataDir, "logs", "runtime.log"), `${Buffer.from(text).toString("base64")} ${email}`);
  await writeFile(
    join(night.dataDir, "temporary", "control"),
    zstdCompressSync(Buffer.from(control("temporary"), "utf16le")),
  );
  await writeFile(join(night.dataDir, "control.txt"), control("rest").split(" ").map(encodeURIComponent).join("\n"));
}
