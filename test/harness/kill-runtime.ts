import { until, type TestDemo } from "./demo.ts";

/** Kill the runtime without any warning, do something while it is away, and wait until its supervisor has another one answering. */
export async function killRuntime(
  night: TestDemo,
  meanwhile: () => Promise<void> = async () => undefined,
): Promise<void> {
  const pid = night.demo.runtime.process.pid();
  if (pid === undefined) throw new Error("there is no runtime to kill");
  process.kill(pid, "SIGKILL");
  await meanwhile();
  const answers = (): Promise<boolean> =>
    night.demo.control("describe").then(
      () => true,
      () => false,
    );
  const isAnother = async (): Promise<boolean> => night.demo.runtime.process.pid() !== pid && (await answers());
  await until("another runtime answers", isAnother, 180_000);
}
