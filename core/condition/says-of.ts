import type { ConditionSpec } from "../spec/condition.ts";

/** A condition in one phrase. */
export function saysOf(condition: ConditionSpec): string {
  switch (condition.kind) {
    case "missing":
      return "missing";
    case "depsPresent":
      return "all deps present";
    case "depsUpdated":
      return `${condition.which} dep updated${condition.of === null ? "" : ` of ${condition.of.join(", ")}`}`;
    case "depsFresh":
      return "all deps fresh";
    case "cron":
      return `cron ${condition.cron} in ${condition.zone}`;
    case "and":
    case "or":
      return condition.of.length === 0
        ? `${condition.kind} of nothing`
        : condition.of.map(within).join(` ${condition.kind} `);
    case "not":
      return `not ${within(condition.of)}`;
    case "newlyTrue":
      return `newly ${within(condition.of)}`;
    case "since":
      return `${within(condition.of)} since ${within(condition.reset)}`;
  }
}

const within = (condition: ConditionSpec): string =>
  condition.kind === "and" || condition.kind === "or" || condition.kind === "since"
    ? `(${saysOf(condition)})`
    : saysOf(condition);
