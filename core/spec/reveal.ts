/** What sealed fields may be opened for, and which: `<table>.<column>`. What no purpose names is opened for nobody. */
export type RevealPurpose = {
  readonly name: string;
  /** One sentence, for the register and for who asks. */
  readonly doc: string;
  readonly fields: readonly string[];
};
