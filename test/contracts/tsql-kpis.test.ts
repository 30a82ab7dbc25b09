import { describe } from "vitest";
import { deployment } from "../../assets/index.ts";
import { tsqlOnPglite } from "../harness/tsql-on-pglite.ts";
import { kpiContract } from "./kpis.ts";

describe("T-SQL transpiled to PostgreSQL", () => kpiContract(() => tsqlOnPglite(deployment)));
