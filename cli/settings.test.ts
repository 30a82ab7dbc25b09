import { resolve } from "node:path";
import { expect, test } from "vitest";
import { environmentOf } from "./environment-of.ts";
import { settingsOf } from "./settings.ts";
import { createProgram } from "./program.ts";

test("--db and --graph reach the runtime by its environment; without them nothing is set", () => {
  const told = environmentOf({ db: "postgres://sillage@db.example.test/sillage", graph: "./my-assets" });
  expect(told).toMatchObject({
    DATABASE_URL: "postgres://sillage@db.example.test/sillage",
    SILLAGE_GRAPH: resolve("my-assets"),
  });
  expect(environmentOf({ db: undefined, graph: undefined })).not.toHaveProperty("SILLAGE_GRAPH");
});

test("shared options stand before or after the command", async () => {
  const check = (await createProgram()).commands.find((command) => command.name() === "check");
  check?.parent?.setOptionValue("dataDir", "before");
  check?.setOptionValue("json", true);
  expect(check && settingsOf(check)).toEqual({
    dataDir: resolve("before"),
    db: undefined,
    graph: undefined,
    json: true,
  });
});
