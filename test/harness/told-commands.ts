import { startSillage, type Ended } from "./run-command.ts";

/** Commands against a data directory that is known once its stack runs: what one answers as JSON, and what it is refused with. */
export function toldCommands(dataDir: () => string) {
  const sillage = (...args: readonly string[]): Promise<Ended> =>
    startSillage([...args, "--data-dir", dataDir()]).ended;
  const told = async <Answer>(...args: readonly string[]): Promise<Answer> => {
    const { code, stdout, stderr } = await sillage(...args, "--json");
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  };
  const refused = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await sillage(...args, "--json");
    const { error }: { error?: { code: string; message: string } } = JSON.parse(stdout);
    return `${error?.code}: ${error?.message}`;
  };
  return { sillage, told, refused };
}
