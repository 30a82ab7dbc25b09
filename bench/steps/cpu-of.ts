import { readFile } from "node:fs/promises";

/** Clock ticks of the kernel in a second, as Linux tells them. */
const ticks = 100;

/** Seconds of CPU that a process has used. */
export async function cpuOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const [, , , , , , , , , , , user = "0", system = "0"] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(user) + Number(system)) / ticks;
}
