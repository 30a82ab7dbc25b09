import type { SillageErrorInit } from "../../core/errors.ts";

/** What an error number is told as; undefined where another one of these knows it. `text` is the server's: only names that our own patterns find in it are told on. */
export type Describe = (number: number, text: string, place: string) => SillageErrorInit | undefined;
