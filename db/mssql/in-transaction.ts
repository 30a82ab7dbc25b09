import type { Connection } from "tedious";

/**
 * Run work in one transaction of a connection that nobody else uses meanwhile; rolled back when it throws. A connection
 * whose rollback fails is closed: the server had ended the transaction by itself, or else nobody knows.
 */
export async function inTransaction<Result>(connection: Connection, work: () => Promise<Result>): Promise<Result> {
  await settled((done) => connection.beginTransaction(done));
  try {
    const result = await work();
    await settled((done) => connection.commitTransaction(done));
    return result;
  } catch (error) {
    await settled((done) => connection.rollbackTransaction(done)).catch(() => connection.close());
    throw error;
  }
}

const settled = (ask: (done: (error?: Error | null) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => ask((error) => (error == null ? resolve() : reject(error))));
