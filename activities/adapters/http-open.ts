import { Agent } from "undici";
import { SillageError } from "../../core/errors.ts";
import type { SourceRate } from "../../core/ports/audit.ts";
import type { Clock } from "../../core/ports/clock.ts";
import type { SourcePausePort } from "../../core/ports/source-pauses.ts";
import type { JsonAnswer } from "./http-answered-page.ts";
import { fileAnswer } from "./file-answer.ts";
import { httpGet, withPatience, type GetOptions, type HttpAnswer } from "./http-get.ts";
import { jsonBody } from "./json-body.ts";
import { Limiter } from "./limiter.ts";
import { LiveRates } from "./live-rates.ts";
import { processShare } from "./process-share.ts";
import { SharedPauses } from "./shared-pauses.ts";

/** A source with its settings resolved. */
export type ResolvedSource = {
  readonly name: string;
  readonly baseUrl: string;
  readonly auth?: { readonly header: string; readonly value: string };
  readonly requestsPerSecond: number;
  readonly inFlight: number;
};

/** What a reader is made of. `timeoutMs`: without an answer, or without a byte of a body; default 30 s. `tries` of a request in place: default 5. */
export type SourceReaderOptions = {
  /** Asked at the first read, so that a process that extracts nothing needs no source's settings. */
  readonly sources: () => ReadonlyMap<string, ResolvedSource>;
  readonly clock: Clock;
  readonly timeoutMs?: number;
  readonly tries?: number;
  /** Requests a second that somebody set for sources; asked every few seconds while sources are read. Default none: as declared. */
  readonly rates?: () => Promise<readonly SourceRate[]>;
  /** Where pauses that a source asks for are told among processes. Default none: each keeps to what it was told itself. */
  readonly pauses?: SourcePausePort;
  /** How many processes read these sources at once; each keeps to its share of a key's manners. Default 1. */
  readonly processes?: number;
};

/** A source that may be asked, and the limiter of its key. */
export type Opened = { readonly source: ResolvedSource; readonly limiter: Limiter };
/** An answer whose slot is held until `turn` is disposed of. */
type Turned = { readonly answer: HttpAnswer; readonly turn: Disposable };

/** How something is asked for. */
type Asked = Pick<GetOptions, "signal" | "method">;

/** How long a key rests when its source asks for less without saying for how long. Milliseconds. */
const restMs = 1_000;

/** Redirects from a public file's lasting address to where it is at the time. A key is taken to no other address: none is followed with one. */
const mostRedirects = 5;

/** The sources of the settings, asked over HTTP under one limiter an access key. */
export class OpenSources {
  readonly #options: SourceReaderOptions;
  readonly #dispatcher = new Agent({ keepAliveTimeout: 10_000 });
  readonly #rates: LiveRates;
  readonly #pauses: SharedPauses | undefined;
  readonly #limiters = new Map<string, Limiter>();

  constructor(options: SourceReaderOptions) {
    this.#options = options;
    this.#rates = new LiveRates(options.rates ?? (async () => []));
    this.#pauses = options.pauses && new SharedPauses(options.pauses);
  }

  /** A source by its name. Throws `source.unknown`. */
  named(name: string): Opened {
    const sources = this.#options.sources();
    const source = sources.get(name);
    if (source === undefined)
      throw new SillageError({
        code: "source.unknown",
        message: `There is no source "${name}" in the settings.`,
        fix: "Declare it, and set its address.",
      });
    const key = source.auth === undefined ? `source ${name}` : `key ${source.auth.value}`;
    const limiter = this.#limiters.get(key) ?? this.#limiter(source, sources);
    this.#limiters.set(key, limiter);
    return { source, limiter };
  }

  /** One answer, its slot held until `turn` is disposed of: when the body was read. Throws `source.*`. */
  async open({ source, limiter }: Opened, path: string, url: string, how: Asked): Promise<Turned> {
    const where = `${source.name}${path}`;
    const turn = await limiter.turn(where, how.signal);
    try {
      return { answer: await this.#get(source, where, { url, ...how }), turn };
    } catch (error) {
      turn[Symbol.dispose]();
      if (error instanceof SillageError && error.code === "source.rate-limited")
        this.#rest(limiter, source.name, error.retryAfterMs);
      throw error;
    }
  }

  /** The JSON at a URL, asked for again while what fails passes by itself. Throws `source.*`. */
  getJson(from: Opened, path: string, url: string, signal: AbortSignal): Promise<JsonAnswer> {
    const once = async (): Promise<JsonAnswer> => {
      const { answer, turn } = await this.open(from, path, url, { signal });
      using _turn = turn;
      return { headers: answer.headers, body: await jsonBody(answer, `${from.source.name}${path}`) };
    };
    return withPatience(signal, once, this.#options.tries);
  }

  /** The headers of a document at a path. Throws `source.*`. */
  head(from: Opened, path: string, signal: AbortSignal): Promise<HttpAnswer["headers"]> {
    const once = async (): Promise<HttpAnswer["headers"]> => {
      const { answer, turn } = await this.open(from, path, `${from.source.baseUrl}${path}`, { signal, method: "HEAD" });
      using _turn = turn;
      return answer.headers;
    };
    return withPatience(signal, once, this.#options.tries);
  }

  /** Rest as long as a source asks; all processes do where it says for how long. */
  #rest(limiter: Limiter, source: string, ms: number | undefined): void {
    limiter.pause(ms ?? restMs);
    if (ms !== undefined) this.#pauses?.tell({ source, ms });
  }

  /** The manners of a key: of all sources that are read with it, the gentlest, at the rates of now; of them this process's share, which is at least one request on its way. */
  #limiter(source: ResolvedSource, sources: ReadonlyMap<string, ResolvedSource>): Limiter {
    const all = sharing(source, sources);
    const { processes = 1 } = this.#options;
    const inFlight = Math.min(...all.map((one) => one.inFlight));
    const now = () => Math.min(...all.map((one) => this.#rates.of(one.name) ?? one.requestsPerSecond));
    const share = () => processShare({ requestsPerSecond: now(), inFlight }, processes);
    const names = all.map(({ name }) => name);
    const pauses = this.#pauses;
    return new Limiter({
      requestsPerSecond: () => share().requestsPerSecond,
      inFlight: share().inFlight,
      ...(pauses && { pausedMs: () => pauses.of(names) }),
    });
  }

  /** Close the connections. */
  close(): Promise<void> {
    return this.#dispatcher.close();
  }

  #get({ auth }: ResolvedSource, where: string, asked: Asked & Pick<GetOptions, "url">): Promise<HttpAnswer> {
    const { clock, timeoutMs = 30_000 } = this.#options;
    if (asked.url.startsWith("file:")) return fileAnswer(asked, where);
    const how = { ...asked, where, dispatcher: this.#dispatcher, now: clock.now, timeoutMs };
    return auth === undefined
      ? httpGet({ ...how, headers: {}, redirects: mostRedirects })
      : httpGet({ ...how, headers: { [auth.header]: auth.value } });
  }
}

/** A source, and all others that are read with its key. */
const sharing = (source: ResolvedSource, sources: ReadonlyMap<string, ResolvedSource>): readonly ResolvedSource[] => [
  source,
  ...[...sources.values()].filter((other) => other.auth !== undefined && other.auth.value === source.auth?.value),
];
