import { MockActivityEnvironment } from "@temporalio/testing";

/** Run one activity outside a worker, in Temporal's own test environment. */
export async function runActivity<Args extends unknown[], Result>(
  activity: (...args: Args) => Promise<Result>,
  ...args: Args
): Promise<Result> {
  const results: Result[] = [];
  await new MockActivityEnvironment().run(async () => void results.push(await activity(...args)));
  const [result] = results;
  if (results.length === 0) throw new Error("the activity ended without a result");
  return result as Result;
}
