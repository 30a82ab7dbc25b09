import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keptBundle } from "./kept-bundle.ts";

let folder: string;
let source: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sillage-bundle-"));
  source = join(folder, "flow.ts");
  await edit("export const one = 1;");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Files are written at an instant of their own, some time before they are bundled. */
async function edit(text: string): Promise<void> {
  await writeFile(source, text);
  await utimes(source, 1, 1);
}

/** A bundler that says how often it was asked. */
function bundler(meanwhile = () => Promise.resolve()) {
  let asked = 0;
  const make = async () => {
    asked += 1;
    await meanwhile();
    const map = Buffer.from(JSON.stringify({ sources: [source, "webpack/runtime"] })).toString("base64");
    const code = `bundle ${asked}\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,${map}`;
    return { code, sourceMap: "" };
  };
  return async (cache = join(folder, "cache")) => (await keptBundle(source, make, cache)).code.split("\n")[0];
}

test("a bundle is made once, and again when a source of it has changed", async () => {
  const bundled = bundler();
  expect([await bundled(), await bundled()]).toEqual(["bundle 1", "bundle 1"]);
  await edit("export const one = 2;");
  expect([await bundled(), await bundled()]).toEqual(["bundle 2", "bundle 2"]);
});

test("a bundle that was cut off while it was kept is made anew", async () => {
  const bundled = bundler();
  await bundled();
  for (const name of await readdir(join(folder, "cache"))) await writeFile(join(folder, "cache", name), '{"code":"bu');
  expect([await bundled(), await bundled()]).toEqual(["bundle 2", "bundle 2"]);
});

test("a bundle of which a source was edited meanwhile is made again", async () => {
  const bundled = bundler(() => writeFile(source, "export const one = 2;"));
  expect([await bundled(), await bundled()]).toEqual(["bundle 1", "bundle 2"]);
});

test("where nothing can be kept a bundle is made each time", async () => {
  const bundled = bundler();
  await writeFile(join(folder, "a-file"), "");
  expect([await bundled(join(folder, "a-file")), await bundled(join(folder, "a-file"))]).toEqual([
    "bundle 1",
    "bundle 2",
  ]);
});
