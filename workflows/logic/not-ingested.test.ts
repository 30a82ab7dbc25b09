import { expect, test } from "vitest";
import { notIngested } from "./not-ingested.ts";

test("a load that nobody ingested is named, with where to look and what happens then", () => {
  expect(notIngested("orders", "01ABC", "12h")).toBe(
    "The load 01ABC of orders was landed and not ingested within 12h. Look at sensor/landing and ingest/orders/01ABC in the Web UI; once mended, it is ingested from its manifest.",
  );
});
