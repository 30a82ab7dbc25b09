import type { TriggerSpec } from "./asset.ts";

/** On what ground of article 6 personal data are processed. */
export type LegalBasis =
  | "consent"
  | "contract"
  | "legal obligation"
  | "vital interests"
  | "public task"
  | "legitimate interests";

/** What personal data are processed for. */
export type PurposeSpec = {
  readonly key: string;
  readonly doc: string;
  readonly legalBasis: LegalBasis;
  /** Who the data are shown or handed to, beside those who run the product. */
  readonly recipients: readonly string[];
};

/** An instant or a day at which a person did something: a column of a table, and the column there that says who. */
export type ActivitySpec = { readonly table: string; readonly person: string; readonly at: string };

/** How long people of one kind are kept: so many years after the last thing that they did. */
export type RetentionSpec = {
  /** The kind of person, as `subject` and `subjectRef` name it. */
  readonly subject: string;
  /** Who they are, for the register. */
  readonly doc: string;
  /** The table of which each row is one of them. */
  readonly people: string;
  readonly years: number;
  readonly after: readonly ActivitySpec[];
};

/** What the register of processing is made of beside the columns. */
export type RegisterSpec = {
  /** Who answers for the processing. */
  readonly controller: string;
  readonly purposes: readonly PurposeSpec[];
  readonly retentions: readonly RetentionSpec[];
  /** When who is due is erased; a command alone starts it otherwise. */
  readonly enforced: TriggerSpec;
};
