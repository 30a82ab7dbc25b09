import { createServer, connect } from "node:net";

/** A port that is ours until it is released. */
export type HeldPort = { readonly port: number; readonly release: () => Promise<void> };

/** The wanted port when it is free on loopback, else any free one. */
export async function freePort(wanted: number): Promise<number> {
  const held = await holdPort(wanted);
  await held.release();
  return held.port;
}

/** The wanted port when it is free on loopback, else any free one; listened on, so that nobody else takes it, until it is released to the program that it is for. */
export const holdPort = async (wanted: number): Promise<HeldPort> =>
  (await tryPort(wanted)) ?? (await tryPort(0)) ?? { port: wanted, release: async () => undefined };

function tryPort(port: number): Promise<HeldPort | undefined> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve) => {
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve({
        port: typeof address === "object" && address !== null ? address.port : port,
        release: () => new Promise((released) => server.close(() => released())),
      });
    });
  });
}

/** Whether something accepts connections on a loopback port. */
export function isListening(port: number): Promise<boolean> {
  const socket = connect({ port, host: "127.0.0.1" });
  return new Promise((resolve) => {
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.setTimeout(1_000, () => end(false));
  });
}

/** Whether an HTTP server answers, within so many milliseconds, that all is well. */
export const answersWell = (url: string, within: number): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(within) }).then(
    async (response) => (await response.arrayBuffer(), response.ok),
    () => false,
  );
