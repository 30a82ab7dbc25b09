import { expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import { StatementTexts, type Given } from "./statement-texts.ts";

/** A statement's builder that counts how often it builds. */
function counted(paramsOf: (given: Given) => readonly unknown[], textOf: (given: Given) => string = () => "select") {
  const counts = { built: 0 };
  const render = (given: Given) => {
    counts.built++;
    return { text: textOf(given), params: paramsOf(given) };
  };
  return { counts, render };
}

test("a text is built once, and what is given stands where it stood, beside what is always the same", () => {
  const [texts, { counts, render }] = [new StatementTexts(), counted(({ from, site }) => [from, "sold", site, from])];
  const ask = (from: string, site: number) => texts.rendered("shape", { from, site }, render);
  expect(ask("2026-01-01", 1)).toEqual({ text: "select", params: ["2026-01-01", "sold", 1, "2026-01-01"] });
  const built = counts.built;
  expect(ask("2026-02-01", 7).params).toEqual(["2026-02-01", "sold", 7, "2026-02-01"]);
  expect(counts.built).toBe(built);
});

test("what is reckoned from what is given, or a text that depends on it, is built each time", () => {
  const reckoned = counted(({ site }) => [Number(site) + 1]);
  const branching = counted(
    () => [],
    ({ from }) => `select ${from}`,
  );
  for (const { counts, render } of [reckoned, branching]) {
    const texts = new StatementTexts();
    for (const site of [1, 2]) {
      const given = { from: `2026-01-0${site}`, site };
      expect(texts.rendered("shape", given, render)).toEqual(render(given));
    }
    // Twice to find out, then once for each asking, here and in the comparison.
    expect(counts.built).toBe(6);
  }
});

test.each(deployment.kpis)("$spec.key asked again is the same statement with what is given then", (kpi) => {
  for (const dialect of ["postgres", "mssql"] as const) {
    const asked = (from: string, site: number | undefined, most: number) =>
      kpi.statement({ from, to: "2026-03-01", site }, {}, { after: kpi.order.map(() => "x"), most })[dialect];
    for (const site of [undefined, 3]) {
      const [one, other] = [asked("2026-01-01", site, 5), asked("2026-02-01", site, 7)];
      expect(other.text).toBe(one.text);
      expect(other.params).toEqual(
        one.params.map((value) => (value === "2026-01-01" ? "2026-02-01" : value === 5 ? 7 : value)),
      );
      expect(other.params).toContain("2026-03-01");
    }
  }
});
