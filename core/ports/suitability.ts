/** Whether a server is one that can be worked on, in words for an operator; `fix` says what to do unless all is well. */
export type Suitability = {
  readonly state: "ok" | "warning" | "failed";
  readonly detail: string;
  readonly fix?: string;
};
