import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freePort, holdPort } from "./ports.ts";
import type { StackOptions } from "./stack.ts";
import { startStore } from "./start-store.ts";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sillage-store-"));
  await mkdir(join(dataDir, "logs"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const temporal = { address: "127.0.0.1:9", uiUrl: undefined };

/** Start the store with a shell script in the server's place. */
async function startWith(script: string, beforeStore: StackOptions["beforeStore"], launched = (): void => undefined) {
  const program = join(dataDir, "gateway.sh");
  await writeFile(program, `#!/bin/sh\n${script}\n`);
  await chmod(program, 0o755);
  const options: StackOptions = {
    dataDir,
    env: { PATH: "/usr/bin:/bin", SILLAGE_S3_BIN: program },
    progress: () => undefined,
    searchAttributes: {},
    ...(beforeStore && { beforeStore }),
  };
  return startStore({ options, parts: [], keepPid: () => launched, onGivenUp: () => undefined }, temporal);
}

test("while the runtime starts, nobody else can take the port that it was told", async () => {
  let told = 0;
  const other: number[] = [];
  const starting = startWith("exit 1", async (_, store) => {
    told = store.kind === "s3" ? Number(new URL(store.endpoint).port) : 0;
    other.push(await freePort(told));
    return undefined;
  });
  await expect(starting).rejects.toThrow("versitygw did not start.");
  expect(other).not.toEqual([told]);
  expect(await freePort(told)).toBe(told);
});

test("another server that answers at the port is not taken for ours", async () => {
  let port = 0;
  const other = createServer((_, response) => response.writeHead(403).end());
  const starting = startWith(
    "sleep 1; exit 1",
    async (_, store) => {
      port = store.kind === "s3" ? Number(new URL(store.endpoint).port) : 0;
      return undefined;
    },
    () => void other.listen(port, "127.0.0.1"),
  );
  await expect(starting).rejects.toThrow("versitygw did not start.");
  expect(other.listening).toBe(true);
  await new Promise((resolve) => other.close(resolve));
});

test("a held port is its holder's until it is released", async () => {
  const held = await holdPort(0);
  expect(await freePort(held.port)).not.toBe(held.port);
  await held.release();
  expect(await freePort(held.port)).toBe(held.port);
});
