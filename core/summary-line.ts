/** Characters kept of a summary: Temporal refuses one of more than 400 bytes, and a selection may name every asset. */
const most = 200;

/** A workflow's or an activity's summary, cut to what Temporal takes. */
export const summaryLine = (text: string): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
