import { noPostgres, testPostgres } from "./harness/postgres.ts";
import { named } from "./harness/named-database.ts";
import { tdsOnPostgres } from "./harness/tds-on-postgres.ts";

// The double of decision 0033 as a process, for whatever takes a URL of SQL Server: two lines on stdout, then it stays until Ctrl-C.
if (noPostgres !== undefined) {
  console.error(`The double lets PostgreSQL answer: ${noPostgres}.`);
  process.exit(1);
}
const postgres = await testPostgres();
for (const database of ["master", "sillage_test"]) await postgres.another(database);
const double = await tdsOnPostgres(postgres.url);
console.log(`databases made and dropped: ${named(double.url(), "master")}`);
console.log(`one database, used as it is: ${named(double.url(), "sillage_test")}`);

let ending = false;
const end = async (): Promise<void> => {
  if (ending) return;
  ending = true;
  const failure = await double.close().then(
    () => undefined,
    (error: unknown) => String(error),
  );
  await postgres.stop();
  if (failure !== undefined) console.error(failure);
  process.exitCode = failure === undefined ? 0 : 1;
};
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void end());
