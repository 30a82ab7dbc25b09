import { parseConfig } from "../../config.ts";
import type { IdentityStore } from "../../core/ports/identity-store.ts";
import { createEpochRotation } from "../../pii/epoch-rotation.ts";
import type { Kek } from "../../pii/kek.ts";
import { openKeys } from "../../worker/keys.ts";

/** A process that rotates the epoch of a folder's identity store until it ends or is killed by itself: `node rotating-process.ts <folder> [<call>]`. `call` names what it does last, of the store or the vault. */
const [folder = "", call = ""] = process.argv.slice(2);

/** What kills the process at the instant when one of its calls was done, and before anybody heard of it. */
const mortal = <Port extends object>(port: Port): Port =>
  new Proxy(port, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name !== call || typeof value !== "function") return value;
      return async (...args: unknown[]): Promise<void> => {
        await Reflect.apply(value, target, args);
        process.kill(process.pid, "SIGKILL");
      };
    },
  });

async function rotate(identity: IdentityStore, kek: Kek): Promise<void> {
  const steps = createEpochRotation(identity, kek);
  const { from, to } = await steps.plan();
  await steps.begin(to);
  while ((await steps.move({ from, to }, 1_000, () => undefined)) > 0);
  await steps.verify(to, () => undefined);
  await steps.end(from);
}

const keys = await openKeys(parseConfig({}), folder, { report: () => undefined });
const unfinished = (await keys.identity.epochs()).some(({ state }) => state === "draining");
// What an earlier process left is ended before anything else is begun.
if (unfinished) await rotate(keys.identity, keys.kek);
if (call !== "") await rotate(mortal(keys.identity), mortal(keys.kek));
await keys.close();
