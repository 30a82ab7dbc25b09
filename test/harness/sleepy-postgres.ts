import { connect, createServer, type Socket } from "node:net";

/** A way to a PostgreSQL that may be asleep: it cuts what is connected, and refuses who comes as a server does that starts. */
export type SleepyPostgres = {
  readonly url: string;
  /** Refuse so many connections, then serve again. */
  readonly sleep: (refusals: number) => void;
  readonly stop: () => Promise<void>;
};

/** Put one before the server of a URL. */
export async function sleepyPostgres(url: string): Promise<SleepyPostgres> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let refusals = 0;
  const server = createServer((client) => {
    const refused = refusals > 0;
    if (refused) refusals -= 1;
    sockets.add(client);
    client.on("error", () => undefined);
    client.on("close", () => sockets.delete(client));
    if (refused) client.once("data", () => client.end(startingUp));
    else join(client, connect(Number(port), hostname));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const own = new URL(url);
  own.port = String(typeof address === "object" && address !== null ? address.port : 0);
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: own.href,
    sleep: (times) => {
      refusals = times;
      cut();
    },
    stop: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function join(client: Socket, server: Socket): void {
  server.on("error", () => client.destroy());
  server.on("close", () => client.destroy());
  client.on("close", () => server.destroy());
  client.pipe(server).pipe(client);
}

/** PostgreSQL's ErrorResponse of a server that starts. */
const fields = Buffer.from("SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0");
const length = Buffer.alloc(4);
length.writeInt32BE(fields.length + 4);
const startingUp = Buffer.concat([Buffer.from("E"), length, fields]);
