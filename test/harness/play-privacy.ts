import { queue, workflowId } from "../../workflows/contracts/ids.ts";
import { approvedBulk, revealCaller } from "./ask-reveals.ts";
import { until, type TestDemo } from "./demo.ts";
import { enforceRetention, makeIdle } from "./enforced-retention.ts";

/** Ids of workflows by what was done with people's data. */
type Privacy = Readonly<Record<"revealed" | "rotated" | "renewed" | "retained" | "erased", readonly string[]>>;

/** A bulk reveal, rotations of keys, an erasure, the retention: on a stack that has clients. */
export async function playPrivacy(night: TestDemo): Promise<Privacy> {
  return {
    revealed: await revealed(night),
    rotated: await rotated(night),
    renewed: await renewed(night),
    erased: await erased(night),
    retained: await retained(night),
  };
}

/** Two people's values, approved by another, in a file that waits to be removed. */
async function revealed(night: TestDemo): Promise<readonly string[]> {
  const [asker, approver] = [await revealCaller(night), await revealCaller(night)];
  const people = await night.demo.control<readonly { readonly id: string }[]>(
    "query",
    'select id from "open".clients order by id limit 2',
  );
  const request = await approvedBulk(
    asker,
    approver,
    people.map(({ id }) => id),
  );
  await until("the file of the bulk reveal is there", async () => {
    const state: { readonly state: string } = JSON.parse((await asker.ask(`/bulk/${request}`)).text);
    return state.state === "ready";
  });
  return [workflowId.reveal(request)];
}

/** Keys of the epoch, then of the vault, then the blind indexes. */
async function rotated(night: TestDemo): Promise<readonly string[]> {
  const { client } = night.demo;
  const ids = [workflowId.rotation("epoch"), workflowId.rotation("kek"), workflowId.rotation("index")] as const;
  const [epoch, kek, index] = ids;
  await client.workflow.execute("rotateEpoch", {
    workflowId: epoch,
    taskQueue: queue.control,
    args: [{ dryRun: false }],
  });
  await client.workflow.execute("rotateKek", { workflowId: kek, taskQueue: queue.control, args: [] });
  // What a reading of history sealed of rows that the next pass brings would be waited for.
  await night.run("selection", { selection: "clients and kind:table" });
  await client.workflow.execute("rotateIndex", {
    workflowId: index,
    taskQueue: queue.control,
    args: [{ dryRun: false }],
  });
  return ids;
}

/** Another key for a client of the simulator's; the one before drains for weeks. */
async function renewed(night: TestDemo): Promise<readonly string[]> {
  const request = await requestAbout(night, 1);
  const rotation = workflowId.personRotation(request);
  await night.demo.client.workflow.execute("rotatePerson", {
    workflowId: rotation,
    taskQueue: queue.control,
    args: [{ request, dryRun: false }],
  });
  return [rotation, workflowId.drain(request)];
}

/** A request about the client of a place in the simulator's list; its id. */
async function requestAbout(night: TestDemo, place: number): Promise<string> {
  const client = night.demo.ponton.world.shelf("clients").sorted()[place];
  const { id } = await night.demo.control<{ id: string }>("openRequest", "source-id", String(client?.["id"]));
  return id;
}

/** A client who is due: their erasure is asked for, and goes its own way. */
async function retained(night: TestDemo): Promise<readonly string[]> {
  await makeIdle(night, 1);
  await enforceRetention(night, workflowId.retention, { dryRun: false });
  return [workflowId.retention];
}

/** A client of the simulator's; the end of the epoch waits for its day. */
async function erased(night: TestDemo): Promise<readonly string[]> {
  const id = await requestAbout(night, 0);
  const erasure = workflowId.erasure(id);
  await night.demo.client.workflow.execute("eraseSubject", {
    workflowId: erasure,
    taskQueue: queue.control,
    args: [id],
  });
  return [erasure, workflowId.epochDue];
}
