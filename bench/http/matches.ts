import type { Served } from "./processes.ts";
import { everything, lastWeek, someWeek, type Days } from "./questions.ts";

/** Two sides on one database: ours that keeps answers, ours that keeps none, and the rival where it can be installed. */
export type Sides = {
  readonly kept: Served;
  readonly asking: Served;
  readonly rival: Served | undefined;
  readonly headers: Record<string, string>;
  readonly seconds: number;
};

/** What our side must reach beside the rival's requests a second, and its p99 as a share of the rival's. */
export type MatchGoal = { readonly times: number; readonly p99?: number };
/** What is asked of both. The rival keeps no answer, so a goal stands only where ours keeps none either. */
export type Match = {
  readonly id: string;
  readonly said: string;
  readonly connections: number;
  readonly daysOf: (at: number) => Days;
  readonly side: (sides: Sides) => Served;
  readonly goal?: MatchGoal;
};

/** A week and the whole history, once with no answer kept, once as the product serves them. */
export const matches: readonly Match[] = [
  {
    id: "weeks",
    said: "one week of many, no answer kept",
    connections: 16,
    daysOf: someWeek,
    side: ({ asking }) => asking,
    goal: { times: 5, p99: 1 / 3 },
  },
  {
    id: "history",
    said: "the whole history, no answer kept",
    // A question over everything takes seconds of a core where people are grouped: more at once than cores would only wait for a connection to the database, and be told so after 30 s.
    connections: 2,
    daysOf: () => everything,
    side: ({ asking }) => asking,
    goal: { times: 100 },
  },
  {
    id: "week",
    said: "the last week, asked again and kept",
    connections: 16,
    daysOf: () => lastWeek,
    side: ({ kept }) => kept,
  },
  {
    id: "all",
    said: "the whole history, asked again and kept",
    connections: 16,
    daysOf: () => everything,
    side: ({ kept }) => kept,
  },
];
