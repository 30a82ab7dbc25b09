import type { Connection } from "tedious";

/** What the server says to a rollback of a transaction that it has ended by itself, as it does at the first error. */
const alreadyEnded = 3903;

/**
 * Run work in one transaction of a connection that nobody else uses meanwhile; rolled back when it throws. A connection
 * whose rollback fails is closed: nobody knows what it still holds.
 */
export async function inTransaction<Result>(connection: Connection, work: () => Promise<Result>): Promise<Result> {
  await settled((done) => connection.beginTransaction(done));
  try {
    const result = await work();
    await settled((done) => connection.commitTransaction(done));
    return result;
  } catch (error) {
    await settled((done) => connection.rollbackTransaction(done)).catch((failure: unknown) => {
      if (!(failure instanceof Error && "number" in failure && failure.number === alreadyEnded)) connection.close();
    });
    throw error;
  }
}

const settled = (ask: (done: (error?: Error | null) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => ask((error) => (error == null ? resolve() : reject(error))));
