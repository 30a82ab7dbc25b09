import { SillageError } from "../core/errors.ts";
import { liveStack } from "../dev/stack/stack-owner.ts";

/** Rejects at the Ctrl-C (or SIGTERM): the command ends, the run does not. Rejects with `run.goes-on`, which says where to follow it. */
export function interruptedRun(dataDir: string, id: string, namespace: string): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onSignal = (): void => void goesOn(dataDir, id, namespace).then(reject, reject);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, onSignal);
  promise.catch(() => undefined);
  return promise;
}

async function goesOn(dataDir: string, id: string, namespace: string): Promise<SillageError> {
  const uiUrl = (await liveStack(dataDir))?.temporal?.uiUrl;
  const where =
    uiUrl === undefined
      ? "in the Temporal Web UI"
      : `at ${uiUrl}/namespaces/${namespace}/workflows/${encodeURIComponent(id)}`;
  return new SillageError({ code: "run.goes-on", message: `${id} goes on.`, fix: `Follow it ${where}.` });
}
