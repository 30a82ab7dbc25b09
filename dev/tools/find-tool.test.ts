import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findTool } from "./find-tool.ts";
import type { Env, ToolSpec } from "./tool.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sillage-tools-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const tool: ToolSpec = {
  name: "Lantern",
  command: "lantern",
  version: "v1.0.0",
  variable: "LANTERN_BIN",
  module: "example.test/lantern",
  buildTakes: "a moment",
};
const said: string[] = [];
const find = (spec: ToolSpec, env: Env, signal?: AbortSignal) =>
  findTool(spec, {
    env: { XDG_CACHE_HOME: join(folder, "cache"), ...env },
    progress: (line) => void said.push(line),
    ...(signal && { signal }),
  });
async function program(path: string, script: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}
const fakeGo = (script: string) => program(join(folder, "go", "go"), script).then(dirname);

test("a program that its variable names is taken before all others", async () => {
  const named = await program(join(folder, "mine"), "");
  await program(join(folder, "path", "lantern"), "");
  expect(await find(tool, { LANTERN_BIN: named, PATH: join(folder, "path") })).toEqual({
    path: named,
    how: "LANTERN_BIN",
  });
});

test("a variable that names no program is refused with the way out", async () => {
  await expect(find(tool, { LANTERN_BIN: "/nowhere/lantern", PATH: "" })).rejects.toThrow(
    "LANTERN_BIN names /nowhere/lantern, which is no program. Correct it, or unset it to let the stack find one.",
  );
});

test("a program on PATH is taken before the network is asked", async () => {
  const path = await program(join(folder, "path", "lantern"), "");
  const offered = { ...tool, download: () => Promise.reject(new Error("the network was asked")) };
  expect(await find(offered, { PATH: join(folder, "path") })).toEqual({ path, how: "PATH" });
});

test("what the network gives is kept, and found the next time without it", async () => {
  const download = async (_: ToolSpec, target: string) => (await program(target, ""), true);
  const first = await find({ ...tool, download }, { PATH: "" });
  expect(first?.how).toBe("downloaded");
  expect(await find(tool, { PATH: "" })).toEqual({ path: first?.path, how: "cache" });
});

test("without the network Go builds it, and a line tells how long that takes", async () => {
  const go = await fakeGo('printf "#!/bin/sh" > "$GOBIN/lantern"; chmod +x "$GOBIN/lantern"');
  const found = await find({ ...tool, download: async () => false }, { PATH: `${go}:/usr/bin:/bin` });
  expect(found?.how).toBe("built with Go");
  expect(said).toContain("Lantern: not found; building v1.0.0 with Go (a moment, once)");
  expect((await find(tool, { PATH: "" }))?.how).toBe("cache");
});

test("a build that fails leaves nothing that looks like a tool", async () => {
  const go = await fakeGo('printf half > "$GOBIN/lantern"; exit 3');
  expect(await find(tool, { PATH: `${go}:/usr/bin:/bin` })).toBeUndefined();
  expect(said).toContain("Lantern: go install ended with 3");
  expect(await find(tool, { PATH: "" })).toBeUndefined();
});

test("a build is ended when the start is told to stop", async () => {
  const go = await fakeGo("exec sleep 60");
  const stop = new AbortController();
  const finding = find(tool, { PATH: `${go}:/usr/bin:/bin` }, stop.signal);
  setTimeout(() => stop.abort(), 200);
  await expect(finding).rejects.toThrow("Stopped while starting. Start it again: what was built or stored is kept.");
});

test("no way at all is told as none", async () => {
  expect(await find(tool, { PATH: "" })).toBeUndefined();
});
