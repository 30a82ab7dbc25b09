import { expect, test } from "vitest";
import { toDbError } from "./to-db-error.ts";

const place = "SQL Server at db.example.test:1433/sales";

test.each([
  [229, "The SELECT permission was denied on the object 'load', database 'sales', schema 'sillage'."],
  [230, "The UPDATE permission was denied on the column 'a' of the object 'b'."],
  [262, "VIEW DATABASE STATE permission denied in database 'sales'."],
  [4613, "Grantor does not have GRANT permission."],
  [15151, "Cannot alter the role 'sillage_reader', because it does not exist or you do not have permission."],
  [15247, "User does not have permission to perform this action."],
  [297, "The user does not have permission to perform this action."],
  [300, "VIEW DATABASE PERFORMANCE STATE permission was denied on object 'sales'."],
])("a right that is missing is named: %i", (number, message) => {
  expect(toDbError({ number, message }, place)).toMatchObject({
    code: "db.denied",
    message: `${place} answered ${number}: ${message} Grant it to the login's user: \`sillage migrate --grants\` gives each role its rights, \`sillage sql --dialect mssql\` ends with them.`,
    retryable: false,
  });
});
