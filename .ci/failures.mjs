// Prints each failed test of a vitest JSON report: its file, its name, the first lines of its message.
import { readFileSync } from "node:fs";
import { relative } from "node:path";

const MESSAGE_LINES = 12;
const report = JSON.parse(readFileSync(process.argv[2], "utf8"));
for (const file of report.testResults.filter(({ status }) => status === "failed")) {
  const failed = file.assertionResults.filter(({ status }) => status === "failed");
  const at = relative(process.cwd(), file.name);
  if (failed.length === 0) console.log(`${at}\n${file.message}`);
  for (const { fullName, failureMessages } of failed) {
    const message = failureMessages.join("\n").split("\n").slice(0, MESSAGE_LINES).join("\n  ");
    console.log(`${at} > ${fullName}\n  ${message}`);
  }
}
