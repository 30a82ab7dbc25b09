/** A time in which an asset was late or failing: from the first sign until it is well again. */
export type Incident = {
  /** `<asset>/<opened>`. */
  readonly id: string;
  readonly asset: string;
  readonly health: "late" | "failing";
  /** One sentence, without a value of any row. */
  readonly why: string;
  /** ISO instants; null while it lasts, or while nobody was told. */
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly toldAt: string | null;
};
