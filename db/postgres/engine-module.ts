import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

let kept: Promise<WebAssembly.Module> | undefined;

/** PGlite's compiled code, once a process: every engine after the first, in whichever thread, begins with what is compiled and made fast already. */
export const engineModule = (): Promise<WebAssembly.Module> => (kept ??= compile());

async function compile(): Promise<WebAssembly.Module> {
  const { resolve } = createRequire(import.meta.url);
  return WebAssembly.compile(await readFile(join(resolve("@electric-sql/pglite"), "../pglite.wasm")));
}
