import { createServer } from "node:http";

/** A notice as it came: its `Idempotency-Key`, and its body. */
export type Received = { readonly key: string; readonly body: Readonly<Record<string, unknown>> };

/** A receiver of webhooks on loopback. */
export type WebhookReceiver = {
  readonly url: string;
  readonly received: Received[];
  /** Those that it did not take. */
  readonly refused: Received[];
  /** What it answers from now on. */
  readonly answer: (status: number) => void;
  readonly stop: () => Promise<void>;
};

/** Start one, which takes everything until told otherwise. */
export async function webhookReceiver(): Promise<WebhookReceiver> {
  const received: Received[] = [];
  const refused: Received[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      const key = String(request.headers["idempotency-key"]);
      (status < 300 ? received : refused).push({ key, body: JSON.parse(Buffer.concat(chunks).toString()) });
      response.writeHead(status).end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/hooks/secret-path`,
    received,
    refused,
    answer: (next) => void (status = next),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
