import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { grouped, type Figure, type Measurement } from "../measurement.ts";

const serverScript = fileURLToPath(new URL("../mssql/discarding-server.ts", import.meta.url));
const encodeScript = fileURLToPath(new URL("../mssql/encode-process.ts", import.meta.url));
const volumes = { tiny: 40_000, small: 200_000, full: 500_000 };
const goals = { rowsPerSecond: 60_000, megabytes: 250 };

/** How fast cast rows become TDS on one core, and what the process that does it needs: the driver's share of a load, without any server's. */
export const mssql: Measurement = {
  about: "rows a second from cast rows to TDS, against a server that keeps none, and the memory that takes",
  async run({ size }) {
    const server = spawn(process.execPath, [serverScript], { stdio: ["pipe", "pipe", "inherit"] });
    try {
      const [port] = (await once(server.stdout.setEncoding("utf8"), "data")).map(String);
      return [figure(await encoded((port ?? "").trim(), volumes[size]))];
    } finally {
      server.stdin.end();
    }
  },
};

/** As `bin/sillage.js` starts a worker that only ingests. */
const lean = ["--max-semi-space-size=8", "--max-old-space-size=192"];

type Encoded = { readonly rows: number; readonly seconds: number; readonly megabytes: number };

async function encoded(port: string, rows: number): Promise<Encoded> {
  const child = spawn(process.execPath, ["--no-warnings", ...lean, encodeScript, port, String(rows)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(await text(child.stdout));
}

function figure({ rows, seconds, megabytes }: Encoded): Figure {
  const rowsPerSecond = rows / seconds;
  return {
    id: "mssql.encode",
    what: `SQL Server: ${grouped(rows)} cast rows of 12 columns → TDS, staged in batches of 20,000 on a double that keeps none`,
    measured: `${grouped(rowsPerSecond)} rows/s; ${megabytes} MB resident at the most`,
    goal: `at least ${grouped(goals.rowsPerSecond)} rows/s within ${goals.megabytes} MB`,
    met: rowsPerSecond >= goals.rowsPerSecond && megabytes <= goals.megabytes,
    values: { rowsPerSecond, megabytes },
  };
}
