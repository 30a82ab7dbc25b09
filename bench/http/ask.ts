import { connect, type Socket } from "node:net";

/** One request: its path and its headers, without `Host`. */
export type Asked = { readonly path: string; readonly headers: Readonly<Record<string, string>> };
/** What a server did in some seconds: answers by status, and how long each took (ms). */
export type Answers = {
  readonly perSecond: number;
  readonly p99: number;
  readonly statuses: ReadonlyMap<number, number>;
};

/** Ask a server over kept connections for some seconds, one request after another on each. */
export async function askFor(
  url: string,
  { connections, seconds }: { readonly connections: number; readonly seconds: number },
  next: (at: number) => Asked,
): Promise<Answers> {
  const { hostname, port } = new URL(url);
  const [took, statuses, started] = [[] as number[], new Map<number, number>(), performance.now()];
  const until = started + seconds * 1000;
  let at = 0;
  const onAnswer = (status: number, ms: number): void => {
    took.push(ms);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  };
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true });
      await talk(socket, () => (performance.now() < until ? written(next(at++), hostname) : undefined), onAnswer);
    }),
  );
  const sorted = took.toSorted((left, right) => left - right);
  return {
    perSecond: took.length / ((performance.now() - started) / 1000),
    p99: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
    statuses,
  };
}

const written = ({ path, headers }: Asked, host: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("")}\r\n`;

function talk(
  socket: Socket,
  next: () => string | undefined,
  onAnswer: (status: number, ms: number) => void,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let [begun, held] = [0, ""];
  const ask = (): void => {
    const request = next();
    if (request === undefined) return void socket.end();
    begun = performance.now();
    socket.write(request);
  };
  socket.setEncoding("latin1");
  socket
    .once("connect", ask)
    .once("close", () => resolve())
    .once("error", reject);
  socket.on("data", (chunk: string) => {
    held += chunk;
    if (!isWhole(held)) return;
    onAnswer(Number(held.slice(9, 12)), performance.now() - begun);
    held = "";
    ask();
  });
  return promise;
}

/** True when an answer is there to its end. */
function isWhole(text: string): boolean {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return false;
  if (text.startsWith("HTTP/1.1 304")) return true;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end + 2))?.[1];
  return length === undefined ? text.endsWith("\r\n0\r\n\r\n") : text.length >= end + 4 + Number(length);
}
