import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

/** A process that takes locks when it is told to, and keeps them until it ends. */
export type Racer = {
  /** Whether it got the lock on a directory; else the code of what it was told. */
  readonly take: (directory: string) => Promise<string>;
  readonly kill: () => Promise<void>;
};

const program = (module: URL, name: string): string => `
  import { createInterface } from "node:readline";
  const { ${name}: lock } = await import(${JSON.stringify(module.href)});
  console.log("ready");
  for await (const directory of createInterface({ input: process.stdin }))
    console.log(await lock(directory).then(() => "held", (error) => error.code + " " + error.message));
`;

/** Start processes that race for the locks that a module's function takes. */
export async function racers(count: number, module: URL, name: string): Promise<readonly Racer[]> {
  const started = Array.from({ length: count }, () => start(program(module, name)));
  return Promise.all(started);
}

async function start(text: string): Promise<Racer> {
  const child: ChildProcess = spawn(process.execPath, ["--input-type=module", "-e", text], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error("the racer has no pipes");
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => String((await lines.next()).value);
  await next();
  return {
    take(directory) {
      stdin.write(`${directory}\n`);
      return next();
    },
    kill: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGKILL");
      }),
  };
}
