import { once } from "node:events";
import { openDatabase } from "../../db/postgres/open-database.ts";
import { deployment } from "../deployment/index.ts";
import { writeBacklog, type Backlog } from "./write-backlog.ts";

// One process of writers: connects, says that it is ready, begins when it is told to, then tells what it wrote.
const [url = "", order = ""] = process.argv.slice(2);
const backlog: Backlog = JSON.parse(order);
const database = await openDatabase({ url }, deployment);
await database.throttleState("default");
process.stdout.write("ready\n");
await once(process.stdin, "data");
const written = await writeBacklog(database, backlog);
await database.close();
process.stdout.write(JSON.stringify(written), () => process.exit(0));
