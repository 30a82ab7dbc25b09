import { processEnvironment } from "../../config.ts";
import { locateTool } from "../../dev/tools/find-tool.ts";
import { versitygwTool } from "../../dev/tools/tool.ts";

/** The S3 server's program, where there is one: the first end-to-end test builds it with Go. */
export const s3Server: string | undefined = (await locateTool(versitygwTool, processEnvironment()))?.path;

/** What a test that is about the S3 server itself adds to its name: nothing, or why it is skipped. */
export const onS3Server: string =
  s3Server === undefined
    ? " (skipped: there is no `versitygw` program, and no Go to build it; all else runs on objects kept as files)"
    : "";
