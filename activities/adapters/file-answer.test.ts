import { execFileSync } from "node:child_process";
import { mkdtemp, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { readOf } from "../../test/fakes/specs.ts";
import { passOf, recordsOf } from "../../test/harness/loopback.ts";
import { createSourceReader } from "./http-source.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sillage-file-"));
  path = join(folder, "the places.csv");
  await writeFile(path, "code,name\n01004,Ambérieu\n01053,Bourg\n");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function readerOfFile(baseUrl = pathToFileURL(path).href) {
  const source = { name: "places", baseUrl, requestsPerSecond: 1_000, inFlight: 1 };
  const reader = createSourceReader({
    sources: () => new Map([["places", source]]),
    clock: { now: () => new Date("2026-11-24T02:00:00.000Z") },
    tries: 1,
  });
  onTestFinished(() => reader.close());
  return reader;
}
const pass = {
  ...passOf({ kind: "whole" }, { read: { ...readOf(), path: "", format: "csv" } }),
  source: "places",
};
const headOf = (baseUrl?: string) => readerOfFile(baseUrl).head("places", "", new AbortController().signal);

test("a file of this machine is read as one that a server has", async () => {
  expect(await recordsOf(readerOfFile(), pass)).toEqual([
    { code: "01004", name: "Ambérieu" },
    { code: "01053", name: "Bourg" },
  ]);
});

function pipeBeside(file: string): string {
  execFileSync("/bin/sh", ["-c", 'mkfifo "$0"', `${file}.pipe`]);
  return pathToFileURL(`${file}.pipe`).href;
}

test("a file that cannot be opened for now is tried again", async () => {
  // A link to itself cannot be followed, by whoever runs this.
  await symlink("loop", join(folder, "loop"));
  const loop = pathToFileURL(join(folder, "loop")).href;
  const refusal = { code: "source.unreachable", retryable: true };
  await expect(headOf(loop)).rejects.toMatchObject({
    ...refusal,
    message: "places does not answer: ELOOP. It is tried again; check the source's address and the network.",
  });
  await expect(recordsOf(readerOfFile(loop), pass)).rejects.toMatchObject(refusal);
});

test("its head tells when it was written, and another etag once it was written again", async () => {
  await utimes(path, 1_700_000_000, 1_700_000_000);
  const before = await headOf();
  expect(before).toEqual({ etag: '"38-1700000000000"', lastModified: "Tue, 14 Nov 2023 22:13:20 GMT" });
  expect(await headOf()).toEqual(before);
  await utimes(path, 1_700_000_001, 1_700_000_001);
  expect((await headOf()).etag).not.toBe(before.etag);
});

test.each([
  ["there is none", () => `${pathToFileURL(path).href}.none`],
  ["a folder is there", () => pathToFileURL(folder).href],
  ["a pipe is there, to which nobody writes", () => pipeBeside(path)],
  ["the address names a host", () => "file://elsewhere/places.csv"],
])("where %s, that is said without the address, and what to do", async (_, address) => {
  const refusal = {
    code: "source.no-file",
    retryable: false,
    message:
      "places is to be a file of this machine, and there is none that may be read at its address. Put it there on every machine whose workers extract, or set the source's address to where it is.",
  };
  const at = address();
  await expect(recordsOf(readerOfFile(at), pass)).rejects.toMatchObject(refusal);
  await expect(headOf(at)).rejects.toMatchObject(refusal);
});
