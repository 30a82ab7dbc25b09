import { askPatiently } from "./ask-patiently.ts";

/** Something asked: by which path and headers, and whether its status is the one that it should have. */
export type Asked = {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fits: (status: number) => boolean;
};
/** What was answered, headers and bodies, and each answer of another status than it should have. */
export type SeenAnswers = { readonly bytes: Uint8Array; readonly unfit: readonly string[] };

/** A status that something should have. */
export const has = (wanted: number) => (status: number) => status === wanted;

/** Answers of one server, kept as they come. */
export class Answers {
  readonly #url: string;
  readonly #texts: string[] = [];
  readonly #unfit: string[] = [];
  constructor(url: string) {
    this.#url = url;
  }
  /** The answer's text. */
  async ask({ path, headers = {}, fits }: Asked): Promise<string> {
    const response = await askPatiently(`${this.#url}${path}`, { headers });
    const text = await response.text();
    // Without what was asked: a marker in it is nothing that was told.
    this.#texts.push(`${response.status} ${JSON.stringify([...response.headers])} ${text}`);
    if (!fits(response.status)) this.#unfit.push(`${path}: ${response.status}`);
    return text;
  }
  get seen(): SeenAnswers {
    return { bytes: Buffer.from(this.#texts.join("\n")), unfit: this.#unfit };
  }
}

/** Some of them as one. */
export const together = (all: readonly SeenAnswers[]): SeenAnswers => ({
  bytes: Buffer.concat(all.map(({ bytes }) => bytes)),
  unfit: all.flatMap(({ unfit }) => unfit),
});
