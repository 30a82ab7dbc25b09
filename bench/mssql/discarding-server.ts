import { tdsServer } from "../../test/harness/tds-server.ts";

// A server that speaks TDS, grants every lock and keeps no row; tells its port, and ends with its standard input.
const server = await tdsServer({
  discardBulk: true,
  script: (arrival) =>
    arrival.kind === "rpc" && arrival.text.includes("sp_getapplock") ? { rows: [{ held: 0 }] } : undefined,
});
process.stdin.on("end", () => process.exit(0)).resume();
process.stdout.write(`${server.port}\n`);
