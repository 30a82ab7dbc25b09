import { execFile, spawn } from "node:child_process";
import { chown, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

/** A PostgreSQL server for one test file. `url` names its database `sillage`; `another` makes one more. */
export type TestPostgres = {
  readonly url: string;
  readonly another: (name: string) => Promise<string>;
  readonly stop: () => Promise<void>;
};

const run = promisify(execFile);
const givenUrl = process.env["SILLAGE_TEST_POSTGRES_URL"];

/** Why PostgreSQL tests cannot run here; undefined when they can. */
export const noPostgres: string | undefined =
  givenUrl !== undefined || binaries() !== undefined
    ? undefined
    : "there is no `postgres` on PATH and SILLAGE_TEST_POSTGRES_URL is not set";

function binaries(): string | undefined {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .concat(["15", "16", "17", "18"].map((version) => `/usr/lib/postgresql/${version}/bin`))
    .find((folder) => existsSync(join(folder, "postgres")) && existsSync(join(folder, "initdb")));
}

/** Start a throw-away cluster on loopback, as `nobody` when the tests run as root (PostgreSQL refuses root); or use SILLAGE_TEST_POSTGRES_URL. */
export async function testPostgres(): Promise<TestPostgres> {
  if (givenUrl !== undefined) return onServer(givenUrl);
  const folder = binaries() ?? "";
  const directory = await mkdtemp(join(tmpdir(), "sillage-postgres-"));
  const user = process.getuid?.() === 0 ? await nobody() : undefined;
  if (user !== undefined) await chown(directory, user.uid, user.gid);
  await run(
    join(folder, "initdb"),
    ["-D", directory, "-U", "sillage", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
    user,
  );
  const port = await freePort();
  const options = [
    "-D",
    directory,
    "-p",
    String(port),
    "-c",
    "listen_addresses=127.0.0.1",
    "-c",
    `unix_socket_directories=${directory}`,
    "-c",
    "fsync=off",
  ];
  const server = spawn(join(folder, "postgres"), options, { ...user, stdio: "ignore" });
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  const admin = `postgres://sillage@127.0.0.1:${port}/postgres`;
  await untilUp(admin);
  const made = await onServer(admin);
  return {
    ...made,
    async stop() {
      server.kill("SIGINT");
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function onServer(admin: string): Promise<TestPostgres> {
  const another = async (name: string): Promise<string> => {
    const { default: pg } = await import("pg");
    const client = new pg.Client({ connectionString: admin });
    await client.connect();
    await client.query(`drop database if exists "${name}" with (force)`);
    await client.query(`create database "${name}"`);
    await client.end();
    const url = new URL(admin);
    url.pathname = `/${name}`;
    return url.href;
  };
  return { url: await another("sillage"), another, stop: () => Promise.resolve() };
}

async function untilUp(url: string): Promise<void> {
  const { default: pg } = await import("pg");
  for (let tries = 0; tries < 200; tries++) {
    const client = new pg.Client({ connectionString: url });
    const up = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => undefined);
    if (up) return;
    await sleep(50);
  }
  throw new Error("PostgreSQL did not start within 10 s");
}

async function nobody(): Promise<{ readonly uid: number; readonly gid: number }> {
  const users = await readFile("/etc/passwd", "utf8");
  const [, , uid, gid] =
    users
      .split("\n")
      .find((line) => line.startsWith("nobody:"))
      ?.split(":") ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

function freePort(): Promise<number> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
