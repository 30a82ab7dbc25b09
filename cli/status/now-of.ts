import { runtimeCall } from "../reach.ts";

/** The instant of the clock that rules: the runtime's (a simulator's in a demo), else the system's. */
export async function nowOf(dataDir: string): Promise<number> {
  const call = await runtimeCall(dataDir);
  return call === undefined ? Date.now() : Date.parse(await call<string>("now"));
}
