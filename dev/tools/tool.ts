import { downloadTemporal } from "./download-temporal.ts";

/** The process's environment, handed in. */
export type Env = Readonly<Record<string, string | undefined>>;

/** What finding a tool is given; `progress` gets a line now and then, `signal` ends a build. */
export type FindOptions = {
  readonly env: Env;
  readonly progress: (line: string) => void;
  readonly signal?: AbortSignal;
};

/** A Go program that the stack runs: how it may be named, found, and built. */
export type ToolSpec = {
  readonly name: string;
  readonly command: string;
  readonly version: string;
  /** Environment variable that names the binary. */
  readonly variable: string;
  /** What `go install` is given. */
  readonly module: string;
  /** How long the first build takes on two cores, for the progress line. */
  readonly buildTakes: string;
  /** Brings it from the network to a path, where that is offered; false when it could not. */
  readonly download?: (tool: ToolSpec, target: string, options: FindOptions) => Promise<boolean>;
};

/** Temporal's command line: dev server and Web UI. The last version that `go install` takes (later ones carry a replace directive). */
export const temporalTool: ToolSpec = {
  name: "Temporal",
  command: "temporal",
  version: "v1.5.1",
  variable: "SILLAGE_TEMPORAL_BIN",
  module: "github.com/temporalio/cli/cmd/temporal",
  buildTakes: "about 4 minutes",
  download: downloadTemporal,
};

/** versitygw: an S3 server that keeps objects as plain files. */
export const versitygwTool: ToolSpec = {
  name: "versitygw",
  command: "versitygw",
  version: "v1.7.0",
  variable: "SILLAGE_S3_BIN",
  module: "github.com/versity/versitygw/cmd/versitygw",
  buildTakes: "about 1 minute",
};
