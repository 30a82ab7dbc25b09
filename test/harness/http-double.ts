import { createServer, type IncomingHttpHeaders } from "node:http";

/** What a double was asked. */
export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
};
/** What it answers. */
export type Answer = {
  readonly status: number;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
};
/** A server on loopback that stands for another, until `stop`. `complaints` says what it was asked in a shape that the real one does not take. */
export type HttpDouble = {
  readonly url: string;
  readonly complaints: string[];
  /** Answers in place of the double, once. */
  readonly instead: Answer[];
  /** Hang up on everybody, and answer nobody until `up`. */
  readonly down: () => Promise<void>;
  readonly up: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Serve answers to JSON requests; what `answer` throws is a complaint. */
export async function httpDouble(answer: (asked: Asked) => Answer): Promise<HttpDouble> {
  const complaints: string[] = [];
  const instead: Answer[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://double");
      const text = Buffer.concat(chunks).toString("utf8");
      const send = ({ status, body = {}, headers = {} }: Answer): void => {
        response.writeHead(status, { "content-type": "application/json", ...headers });
        response.end(status === 204 ? undefined : JSON.stringify(body));
      };
      const replaced = instead.shift();
      if (replaced !== undefined) return send(replaced);
      try {
        const asked = { method: request.method ?? "", path: pathname, query: searchParams, headers: request.headers };
        send(answer({ ...asked, body: text === "" ? {} : JSON.parse(text) }));
      } catch (error) {
        complaints.push(`${request.method} ${request.url}: ${String(error)}`);
        send({ status: 501 });
      }
    });
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => void server.close(() => resolve()));
  };
  await listen(0);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, complaints, instead, down: close, up: () => listen(port), stop: close };
}

/** The field of a request that must be there, with the type that it must have. */
export function field(body: Record<string, unknown>, name: string): string {
  const value = body[name];
  if (typeof value !== "string") throw new Error(`the field ${name} is ${typeof value}, not a string`);
  return value;
}

/** Refuse fields that the real server does not know. */
export function onlyFields(body: Record<string, unknown>, known: readonly string[]): void {
  const unknown = Object.keys(body).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`unknown fields: ${unknown.join(", ")}`);
}
