import { expect, test } from "vitest";
import { SillageError } from "../../core/errors.ts";
import { toDbError } from "./to-db-error.ts";

const place = "SQL Server at db.example.test:1433/sales";
const unreachable = "Check that it is up and that the address is right.";
const lasting = "Look at the database's load and tier if it lasts.";
const altered =
  "The table is not as it is declared: restore the column as the migrations made it. Nothing of the batch was written.";

test.each([
  ["ESOCKET", `${place} cannot be reached (ESOCKET). ${unreachable}`],
  ["ECONNRESET", `${place} cannot be reached (ECONNRESET). ${unreachable}`],
  ["ECLOSE", `${place} cannot be reached (ECLOSE). ${unreachable}`],
  ["ETIMEOUT", `${place} cannot be reached (ETIMEOUT). ${unreachable}`],
  ["EINVALIDSTATE", `${place} cannot be reached (EINVALIDSTATE). ${unreachable}`],
])("a connection that broke or never was may be there later: %s", (code, message) => {
  // A dropped socket has been seen with its code as number.
  for (const number of [undefined, code])
    expect(toDbError({ code, number, message: "lost" }, place)).toMatchObject({
      code: "db.unreachable",
      message,
      retryable: true,
    });
});

test("no free connection, a statement that takes too long and a token that is not to be had may pass", () => {
  expect(toDbError(new Error("Failed to acquire a connection from the pool: x"), place)).toMatchObject({
    code: "db.unreachable",
    message: `${place} cannot be reached (no connection was free). ${unreachable}`,
    retryable: true,
  });
  expect(
    toDbError({ code: "ETIMEOUT", message: "Timeout: Request failed to complete in 30000ms" }, place),
  ).toMatchObject({
    code: "db.busy",
    message: `${place} did not answer a statement in time. Look at the database's load if it lasts; \`requestTimeout\` in its URL is in milliseconds.`,
    retryable: true,
  });
  expect(toDbError(new AggregateError([{ code: "EFEDAUTH", message: "x" }]), place)).toMatchObject({
    code: "db.no-token",
    message: `No Entra ID token was to be had for ${place}. Check the identity that \`auth\` names in the database's URL, and that it may sign in from here.`,
    retryable: true,
  });
});

test.each([
  "Failed to connect to db.example.test:1433 - self-signed certificate",
  "Failed to connect to db.example.test:1433 - unable to verify the first certificate",
  "Failed to connect to db.example.test:1433 - Hostname/IP does not match certificate's altnames: x",
])("a certificate that is not trusted is no server that is away: %s", (message) => {
  expect(toDbError({ code: "ESOCKET", message }, place)).toMatchObject({
    code: "db.certificate",
    message: `The certificate of ${place} is not trusted. Name its authority in NODE_EXTRA_CA_CERTS and the host as the certificate does; \`trustServerCertificate=true\` in the database's URL checks nothing.`,
    retryable: false,
  });
});

test.each([615, 926, 4221, 40143, 40197, 40540, 40613])(
  "a database that resumes or moves is waited for as long as the activities' own retries take: %i",
  (number) => {
    expect(toDbError({ number, message: "x" }, place)).toMatchObject({
      code: "db.resuming",
      message: `${place} is resuming or moving (${number}). Give it a minute, which it mostly takes: runs and processes that start go on by themselves, a command is to be given again.`,
      retryable: true,
      retryAfterMs: undefined,
    });
  },
);

test.each([
  [701, "it is out of memory"],
  [1204, "it has no lock left"],
  [1205, "a deadlock"],
  [1222, "a lock was not to be had"],
  [3960, "a conflict with another transaction"],
  [4891, "a table changed while rows were loaded into it"],
  [8645, "no memory was granted in time"],
  [8651, "no memory was to be granted"],
  [10928, "its tier's limit of requests is reached"],
  [10929, "its tier's limit of requests is reached"],
  [10936, "its pool's limit of requests is reached"],
  [40501, "it is too busy"],
  [49918, "it has no resources left"],
  [49919, "too many operations are in progress"],
  [49920, "too many operations are in progress"],
])("what passes may succeed later: %i", (number, why) => {
  expect(toDbError({ number, message: "x" }, place)).toMatchObject({
    code: "db.busy",
    message: `${place} answered ${number} (${why}). ${lasting}`,
    retryable: true,
    retryAfterMs: number === 40501 ? 10_000 : undefined,
    lastTry: undefined,
  });
});

test.each([
  [40549, "it ended a transaction that took too long"],
  [40550, "it ended a session that held too many locks"],
  [40551, "it ended a session that used too much of tempdb"],
  [40552, "it ended a session that used too much of the log"],
  [40553, "it ended a session that used too much memory"],
])("a session that asked too much of the service may ask ten times, not a hundred: %i", (number, why) => {
  expect(toDbError({ number, message: "x" }, place)).toMatchObject({
    code: "db.busy",
    message: `${place} answered ${number} (${why}). ${lasting}`,
    retryable: true,
    lastTry: 10,
  });
});

test.each([
  [1101, "its files are full"],
  [1105, "its files are full"],
  [9002, "its log is full"],
  [40544, "its size limit is reached"],
])("a database without room is tried a few times, then told with what to do: %i", (number, why) => {
  expect(toDbError({ number, message: "x" }, place)).toMatchObject({
    code: "db.full",
    message: `${place} has no room left (${number}: ${why}). Raise its size limit or choose a larger tier, free room, or back its log up; then run again: what was landed is kept.`,
    retryable: true,
    lastTry: 5,
  });
});

test("a replica takes no writes for good, a failover for a while", () => {
  expect(toDbError({ number: 3906, message: "x" }, place)).toMatchObject({
    code: "db.read-only",
    message: `${place} takes no writes (3906). Name the primary in the database's URL when this is a replica; a failover says so too, and passes.`,
    retryable: true,
    lastTry: 10,
  });
});

test.each([20, 64, 233, 596, 6005, 10053, 10054, 10060, 17142])("a server that goes away: %i", (number) => {
  expect(toDbError({ number, message: "x" }, place)).toMatchObject({
    code: "db.unreachable",
    message: `${place} cannot be reached (${number}). ${unreachable}`,
    retryable: true,
  });
});

test("a refused login is stopped at and says what to mend, nobody's name; its number is found by its text", () => {
  const numbers = new Map([["Login failed for user 'ann'.", 18_456]]);
  const told = toDbError({ code: "ELOGIN", message: "Login failed for user 'ann'." }, place, (text) =>
    numbers.get(text),
  );
  expect(told).toMatchObject({
    code: "db.login-refused",
    message: `${place} refused the login (18456). Check \`auth\`, the user and the password in the database's URL, and that the login has a user in the database.`,
    retryable: false,
  });
  expect(told.cause).toBeUndefined();
  expect(
    toDbError(
      { number: 18_456, message: "Login failed for user '<token-identified principal>'. Token is expired." },
      place,
    ),
  ).toMatchObject({
    code: "db.token-expired",
    message: `${place} refused the login: the access token has expired (18456). Put a fresh token into the database's URL, or use auth=default, which renews it by itself.`,
    retryable: false,
  });
});

test("a database that cannot be opened and a firewall that is in the way", () => {
  expect(toDbError({ number: 4060, message: "Cannot open database 'sales'" }, place)).toMatchObject({
    code: "db.no-database",
    message: `${place} cannot be opened (4060). Create it or name another one in the database's URL, and let the login in; a failover says so too, and passes.`,
    retryable: true,
    lastTry: 10,
  });
  expect(
    toDbError({ number: 40_615, message: "Client with IP address '203.0.113.9' is not allowed to access" }, place),
  ).toMatchObject({
    code: "db.firewall",
    message: `${place} refuses connections from 203.0.113.9 (40615). Add it to the firewall rules of the server.`,
    retryable: false,
  });
  expect(toDbError({ number: 40_914, message: "x" }, place).message).toBe(
    `${place} refuses connections from this network (40914). Add it to the firewall rules of the server.`,
  );
});

test.each([
  [
    47_073,
    "db.firewall",
    "refuses connections from public networks (47073). Connect through its private endpoint, or allow public network access in the server's settings.",
  ],
  [
    40_532,
    "db.no-server",
    "is no server that the gateway knows (40532). Name the host in full (<server>.database.windows.net) in the database's URL; where the network has a rule or a private endpoint of its own, resolve the name to that.",
  ],
  [
    42_119,
    "db.free-limit",
    "has used up its free amount for this month (42119). Let it continue with charges in its settings on Azure, or wait for the next month.",
  ],
])("a door that stays shut until somebody opens it is stopped at: %i", (number, code, says) => {
  expect(toDbError({ number, message: "x" }, place)).toMatchObject({
    code,
    message: `${place} ${says}`,
    retryable: false,
  });
});

test("a table of ours that is missing asks for the migrations; another one is an error of its statement", () => {
  expect(toDbError({ number: 208, message: "Invalid object name 'sillage.load'." }, place)).toMatchObject({
    code: "db.not-migrated",
    message: `${place} is not migrated: sillage.load is missing. Run \`sillage migrate\`.`,
    retryable: false,
  });
  expect(toDbError({ number: 208, message: "Invalid object name 'elsewhere'." }, place)).toMatchObject({
    code: "db.failed",
    message: `${place} answered 208. Look the number up in SQL Server's error numbers; \`sillage doctor\` checks the schema.`,
  });
});

test.each([
  [207, "Invalid column name 'total'.", "the column total is missing"],
  [207, "odd", "the column of a statement is missing"],
  [
    2628,
    "String or binary data would be truncated in table 'sales.open.people', column 'city'. Truncated value: 'Ann'.",
    "a value is longer than open.people.city holds",
  ],
  [2628, "odd", "a value is longer than its column holds"],
  [8152, "String or binary data would be truncated.", "a value is longer than its column holds"],
  [
    4815,
    "Received an invalid column length from the bcp client for colid 6.",
    "a bulk load does not fit the table's column 6",
  ],
  [4816, "odd", "a bulk load does not fit its table"],
])("a table that was altered by hand stops the night loudly, and no value is told: %i %s", (number, message, what) => {
  expect(toDbError({ number, message }, place)).toMatchObject({
    code: "db.altered",
    message: `${place} answered ${number}: ${what}. ${altered}`,
    retryable: false,
  });
});

test("two attempts that stage the same lines may try again; any other broken constraint is an error", () => {
  const violated = (table: string) =>
    `Violation of PRIMARY KEY constraint 'orders_pkey'. Cannot insert duplicate key in object '${table}'. The duplicate key value is (Ann).`;
  expect(toDbError({ number: 2627, message: violated("staging.orders") }, place)).toMatchObject({
    code: "db.busy",
    message: `${place} answered 2627 (another attempt wrote the same lines, orders_pkey). ${lasting}`,
    retryable: true,
  });
  expect(toDbError({ number: 2627, message: violated("open.orders") }, place)).toMatchObject({
    code: "db.constraint",
    message: `${place} answered 2627 on orders_pkey: a row breaks a constraint. Look at the declaration of its table; report it when the row is right.`,
    retryable: false,
  });
  expect(toDbError({ number: 515, message: "odd" }, place).message).toBe(
    `${place} answered 515: a row breaks a constraint. Look at the declaration of its table; report it when the row is right.`,
  );
});

test("of several errors of one statement the first is the cause, and a value that the server quotes is told to nobody", () => {
  const errors = [
    { number: 245, message: "Conversion failed when converting the nvarchar value 'Ann' to data type int." },
    { number: 3621, message: "The statement has been terminated." },
  ];
  expect(toDbError(new AggregateError(errors), place)).toMatchObject({
    code: "db.failed",
    message: `${place} answered 245. Look the number up in SQL Server's error numbers; \`sillage doctor\` checks the schema.`,
    retryable: false,
  });
  expect(toDbError({ number: 102, message: "Incorrect syntax near 'selec'." }, place).message).toBe(
    `${place} answered 102: Incorrect syntax near 'selec'. Look the number up in SQL Server's error numbers; \`sillage doctor\` checks the schema.`,
  );
  expect(toDbError("odd", place).message).toBe(
    `${place} answered without a code. Report it with what was being done; \`sillage doctor\` checks the schema.`,
  );
});

test("an error of our own passes as it is", () => {
  const own = new SillageError({ code: "a.b", message: "A.", fix: "B." });
  expect(toDbError(own, place)).toBe(own);
});
