/** The public entry: everything that a deployment imports. */
export {
  acceptedValues,
  between,
  failing,
  nullShare,
  references,
  reidentification,
  rowChange,
  rowCount,
  sourceFresh,
  sumsMatch,
  unique,
} from "./db/declare/check.ts";
export {
  allDepsFresh,
  allDepsPresent,
  allDepsUpdated,
  anyDepUpdated,
  eager,
  missing,
  not,
  onMissing,
} from "./db/declare/condition.ts";
export {
  bigint,
  birthYear,
  bool,
  code,
  date,
  decimal,
  instant,
  int,
  json,
  localInstant,
  lookedUp,
  money,
  oneOf,
  quantity,
  rate,
  mergedInto,
  subjectRef,
  text,
  unixInstant,
  uuid,
} from "./db/declare/column.ts";
export { dashboard } from "./db/declare/dashboard.ts";
export { defineGraph, type DeployedGraph, type LookupBuilder } from "./db/declare/graph.ts";
export { revealPurpose } from "./db/declare/reveal.ts";
export { by, everything, job, onCommand, onCron, selection, within } from "./db/declare/job.ts";
export { choice, grain, kpi, numberOrAll, type Bases, type JudgedCell } from "./db/declare/kpi.ts";
export { gatheredKpi } from "./db/declare/gathered-kpi.ts";
export { daily, mart } from "./db/declare/mart.ts";
export { percentileDisc, weightOf, weightUpTo } from "./db/declare/percentile.ts";
export {
  asInt,
  asMoney,
  countDistinct,
  countRows,
  listHolds,
  noMoney,
  perEach,
  rateOf,
  shareOf,
  sumInt,
  sumMoney,
  withoutVat,
  type Query,
} from "./db/declare/query.ts";
export { activity, purpose, register, retention } from "./db/declare/register.ts";
export { pollingSensor } from "./db/declare/sensor.ts";
export {
  byVersion,
  createdSince,
  cursor,
  header,
  keyset,
  link,
  offset,
  page,
  restSource,
  secret,
  setting,
  updatedSince,
  updatedWindow,
  version,
  whole,
} from "./db/declare/source.ts";
export { table } from "./db/declare/table.ts";
export {
  type SQL,
  type SQLWrapper,
  and,
  asc,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  ne,
  or,
  sql,
} from "drizzle-orm";
