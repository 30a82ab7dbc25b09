import { expect, test } from "vitest";
import { toDbError } from "./to-db-error.ts";

const place = "SQL Server at db.example.test:1433/sales";

test("a bulk load of a column that its table does not have is an altered table, though no number says so", () => {
  const message =
    "An unknown error has occurred. This is likely because the schema of the BulkLoad does not match the schema of the table you are attempting to insert into.";
  expect(toDbError({ code: "UNKNOWN", message }, place)).toMatchObject({
    code: "db.altered",
    message: `${place} refused a bulk load before its first row: it names a column that its table does not have. The table is not as it is declared. Look at it with \`sillage doctor\`, restore the column as the migrations made it, and run again. Nothing was written.`,
    retryable: false,
  });
  expect(toDbError({ code: "UNKNOWN", message: "An unknown error has occurred." }, place)).toMatchObject({
    code: "db.failed",
  });
});
