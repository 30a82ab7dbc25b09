/** What a `SillageError` is made of. */
export type SillageErrorInit = {
  /** Stable, dotted: `<area>.<what>`, for instance `source.unauthorised`. Crosses Temporal as the failure's type. */
  readonly code: string;
  /** What happened, with the value seen; never a personal value. */
  readonly message: string;
  /** What to do about it, as one imperative sentence. */
  readonly fix: string;
  /** Whether the same call may succeed later without anyone changing anything. Default false. */
  readonly retryable?: boolean;
  /** Milliseconds the far side asked us to wait before another try. */
  readonly retryAfterMs?: number;
  /** Of a call that may succeed later: the try after which nobody should wait any longer, since what passes would have passed. */
  readonly lastTry?: number;
  readonly cause?: unknown;
};

/** The one error family: what happened, what to do, and whether a retry can help. */
export class SillageError extends Error {
  override readonly name = "SillageError";
  readonly code: string;
  readonly fix: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly lastTry: number | undefined;

  constructor(init: SillageErrorInit) {
    super(
      `${init.message}${init.message.endsWith("\n") ? "" : " "}${init.fix}`,
      init.cause === undefined ? undefined : { cause: init.cause },
    );
    this.code = init.code;
    this.fix = init.fix;
    this.retryable = init.retryable ?? false;
    this.retryAfterMs = init.retryAfterMs;
    this.lastTry = init.lastTry;
  }
}
