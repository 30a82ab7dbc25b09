import { chmod, writeFile } from "node:fs/promises";

/** Takes its ports or ends; answers that all is well at its own namespaces and at its own health. Ends at once where `<program>.ended` lies beside it. */
const takesItsPorts = `
const { createServer } = require("node:http");
if (require("node:fs").existsSync(__filename + ".ended")) process.exit(1);
const valuesOf = (name) => process.argv.filter((_, at) => process.argv[at - 1] === name);
const paths = [...valuesOf("--namespace").map((name) => "/api/v1/namespaces/" + name), ...valuesOf("--health")];
for (const address of [...valuesOf("--port"), ...valuesOf("--ui-port")])
  createServer((request, response) => response.writeHead(paths.includes(request.url) ? 200 : 404).end())
    .on("error", () => process.exit(1))
    .listen(Number(address.split(":").at(-1)), "127.0.0.1");
`;

/** Write a program that stands for Temporal's server or the S3 server: by default one that takes its ports and answers for itself only. The path ends in `.cjs`. */
export async function fakeServer(path: string, program: string = takesItsPorts): Promise<string> {
  await writeFile(path, `#!${process.execPath}\n${program}`);
  await chmod(path, 0o755);
  return path;
}
