import { expect, test } from "vitest";
import { deployment } from "../assets/index.ts";
import { erdOf } from "./erd.ts";

const lines = erdOf(deployment.graph.spec.tables).split("\n");

test("keys and references are drawn", () => {
  expect(lines).toContain('    int id PK "The vendor\'s number of the base"');
  expect(lines).toContain('    int site_id FK "The base that offers it"');
  expect(lines).toContain('  sites ||--o{ activities : "site_id"');
});

test("a personal column tells what it is and what becomes of it", () => {
  expect(lines).toContain('    text email "personal (email): sealed"');
  expect(lines.filter((line) => line.includes("never stored"))).not.toEqual([]);
});

test("a pseudonym and a looked-up value are told from values of the source", () => {
  expect(lines).toContain('    uuid id PK "pseudonym of a client"');
  expect(lines).toContain('    code commune_code "looked up in communes"');
});
