/** Which half of the product asks: its statements may take minutes and Temporal tries them again, or somebody waits for an answer. */
export type DatabaseRole = "ingestion" | "api";
