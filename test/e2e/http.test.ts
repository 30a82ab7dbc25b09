import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { schemathesis } from "../harness/schemathesis.ts";
import { servedApi, type ServedApi } from "../harness/served-api.ts";

const tester = await schemathesis();
let served: ServedApi;
let key: string;
let folder: string;
beforeAll(async () => {
  served = await servedApi();
  key = await served.key(["kpi:read", "kpi:individual", "assets:read", "operate", "admin"]);
  folder = await mkdtemp(join(tmpdir(), "sillage-http-"));
});
afterAll(async () => {
  await served.stop();
  await rm(folder, { recursive: true, force: true });
});

describe.skipIf("missing" in tester)(
  `Schemathesis${"missing" in tester ? ` (skipped: ${tester.missing})` : ""}`,
  () => {
    // Left out: what asks for a second caller or for objects that are made and taken away, which no order here does; and
    // `positive_data_acceptance`, since no schema says that `from` lies before `to` or that a cursor is of this question.
    const leftOut = [
      "ignored_auth",
      "use_after_free",
      "ensure_resource_availability",
      "object_level_authorization",
      "positive_data_acceptance",
    ];

    test("finds nothing that the document does not say", async () => {
      const asked = [`${served.url}/openapi.json`, "-H", `Authorization: Bearer ${key}`, "--rate-limit", "auto"];
      const how = [
        "--phases",
        "examples,coverage,fuzzing",
        "-n",
        "3",
        "--seed",
        "1",
        "--no-color",
        "--continue-on-failure",
      ];
      const checks = ["--checks", "all", "--exclude-checks", leftOut.join(",")];
      const bin = "bin" in tester ? tester.bin : "";
      const found = await promisify(execFile)(bin, ["run", ...asked, ...how, ...checks], {
        cwd: folder,
        maxBuffer: 50_000_000,
      }).catch((error: unknown) => ({
        stdout: typeof error === "object" && error !== null ? String(Reflect.get(error, "stdout")) : "",
      }));
      expect(found.stdout.slice(-6_000)).toMatch(/Test cases:\s+(\d+) generated, \1 passed/);
    });
  },
);
