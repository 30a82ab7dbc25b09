import { cpus, release, totalmem, type } from "node:os";
import { readFile } from "node:fs/promises";
import { openSession } from "../db/postgres/open-database.ts";
import type { BenchContext } from "./context.ts";

/** What figures were taken on, in words; never the machine's name. */
export type Machine = Readonly<
  Record<"cores" | "processor" | "memory" | "system" | "node" | "postgresql" | "pglite" | "temporalSdk", string>
>;

/** Describe this machine and the versions that matter. */
export async function describeMachine(context: BenchContext): Promise<Machine> {
  const [first] = cpus();
  return {
    cores: String(cpus().length),
    processor: first?.model.trim() ?? "unknown",
    memory: `${(totalmem() / 1e9).toFixed(0)} GB`,
    system: `${await systemName()}, kernel ${release()}`,
    node: process.version,
    postgresql: context.noPostgres ?? `${await postgresVersion(context)}, on the same machine, fsync off`,
    pglite: await versionOf("@electric-sql/pglite"),
    temporalSdk: await versionOf("@temporalio/worker"),
  };
}

async function systemName(): Promise<string> {
  const told = await readFile("/etc/os-release", "utf8").catch(() => "");
  return /^PRETTY_NAME="?([^"\n]+)/m.exec(told)?.[1] ?? type();
}

async function postgresVersion(context: BenchContext): Promise<string> {
  const sql = await openSession({ url: await context.newDatabase("version") });
  const [row] = await sql.query<{ server_version: string }>("show server_version");
  await sql.close();
  return row?.server_version ?? "unknown";
}

async function versionOf(name: string): Promise<string> {
  const text = await readFile(new URL(`../node_modules/${name}/package.json`, import.meta.url), "utf8");
  return /"version": "([^"]+)"/.exec(text)?.[1] ?? "unknown";
}
