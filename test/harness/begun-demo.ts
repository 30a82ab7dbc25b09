import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { processEnvironment, type Environment } from "../../config.ts";
import { beginningSetting } from "./beginning-setting.ts";
import { testDemo, until, type TestDemo } from "./demo.ts";

const copy = promisify(execFile);
const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** A whole product after its initial extraction, the throttle off: the first file that asks makes it, every other one starts again on a copy of its data directory. */
export async function begunDemo(environment: Environment = {}): Promise<TestDemo> {
  const home = await mkdtemp(join(tmpdir(), "sillage-begun-"));
  const dataDir = join(home, "data");
  // With what the file system keeps beside a file: the S3 server has its objects' properties there.
  await copy("cp", ["-a", await beginning(), dataDir]);
  const begun = await testDemo({ dataDir, environment });
  return {
    ...begun,
    async stop() {
      await begun.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function beginning(): Promise<string> {
  const home = processEnvironment()[beginningSetting] ?? "";
  const [dataDir, done] = [join(home, "data"), join(home, "done")];
  const isFirst = await mkdir(join(home, "taken")).then(
    () => true,
    () => false,
  );
  if (isFirst) await begin(dataDir, done);
  else await until("another file made the beginning", () => exists(done), 400_000);
  return dataDir;
}

async function begin(dataDir: string, done: string): Promise<void> {
  const product = await testDemo({ dataDir });
  await product.run("initial");
  await product.stop();
  await writeFile(done, "");
}
