/** One Ctrl-C reaches us from the terminal and again from the program that started us: what follows within this is the same one. Milliseconds. */
const sameWithinMs = 1_000;

/** Asks a command to end: at the first Ctrl-C or SIGTERM, or when the process that handed over to it is gone. A second Ctrl-C ends the process at once, with exit code 130. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  let firstAt = 0;
  const stop = (): void => {
    if (!controller.signal.aborted) firstAt = performance.now();
    else if (performance.now() - firstAt > sameWithinMs) process.exit(130);
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  process.once("disconnect", () => controller.abort());
  process.channel?.unref();
  return controller.signal;
}

/** Resolves when the signal says so. */
export function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** Rejects with the signal's reason when it says so. */
export function rejectionAt(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  void untilStopped(signal).then(() => reject(signal.reason));
  promise.catch(() => undefined);
  return promise;
}
