import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const asks = /[!=]==\s*"(?:mssql|postgres)"|"(?:mssql|postgres)"\s*[!=]==|isMssqlUrl\(|case "(?:mssql|postgres)"/;
const product = "{activities,api,assets,cli,core,db,dev,pages,pii,worker,workflows}/**/*.ts";
const asking = globSync([product, "*.ts"], { cwd: root })
  .filter((file) => !file.endsWith(".test.ts"))
  .filter((file) => asks.test(readFileSync(`${root}/${file}`, "utf8")));

test("only db/ asks which database it is: nothing else has two ways", () => {
  expect(asking).toContain("db/open-database.ts");
  expect(asking.filter((file) => !file.startsWith("db/"))).toEqual([]);
});
