import type { SillageError } from "../../core/errors.ts";
import type { Env } from "../tools/tool.ts";
import type { Supervised } from "./supervise.ts";

/** A part that the stack can start. */
export type PartName = "temporal" | "s3";
/** A Temporal server: its own, or the one that TEMPORAL_ADDRESS names. */
export type StackTemporal = { readonly address: string; readonly uiUrl: string | undefined };
/** Where landed objects go. */
export type StackStore =
  | {
      readonly kind: "s3";
      readonly endpoint: string;
      readonly bucket: string;
      readonly accessKey: string;
      readonly secretKey: string;
      readonly region: string;
    }
  | { readonly kind: "file"; readonly directory: string };
/** What a stack is started with. `searchAttributes` are names and kinds. `signal` stops a start on its way. `beforeStore` runs when addresses are known and before the S3 server starts, and tells its event URL, which must answer by then; it tells `keepRuntime` each process that it launches. */
export type StackOptions = {
  readonly dataDir: string;
  readonly only?: readonly PartName[];
  readonly env: Env;
  /** Made by the stack's own Temporal server beside `default`. */
  readonly namespace?: string;
  readonly progress: (line: string) => void;
  readonly searchAttributes: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** As a part's own: milliseconds before its nth restart in a row. */
  readonly restartDelay?: (restart: number) => number;
  readonly beforeStore?: (
    temporal: StackTemporal,
    store: StackStore,
    keepRuntime: (pid: number) => void,
  ) => Promise<string | undefined>;
};
/** A running stack. `temporal` is undefined where it has none: only the S3 server was asked for, and no setting names one. */
export type Stack = {
  readonly temporal: StackTemporal | undefined;
  readonly store: StackStore;
  readonly parts: readonly Supervised[];
  /** Rejects with `stack.part-failed` when a part died too often to be started again. */
  readonly failed: Promise<never>;
  readonly stop: () => Promise<void>;
};
/** A stack on its way: its parts so far, who keeps their process numbers, who hears of one that is given up. */
export type Starting = {
  readonly options: StackOptions;
  readonly parts: Supervised[];
  readonly keepPid: (name: string) => (pid: number) => void;
  readonly onGivenUp: (error: SillageError) => void;
};
