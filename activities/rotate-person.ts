import { Context } from "@temporalio/activity";
import type { ThrottlePort } from "../core/ports/database.ts";
import type { PersonPlan } from "../core/ports/person-rotation.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";
import { throttled } from "./throttled.ts";

type Named = { readonly request: string };
type Deps = Pick<ActivityDeps, "personRotation"> & { readonly database: Pick<ThrottlePort, "reserve"> };

/** The steps of rotating the keys of a request's people, each of which may be done again. Workflows see ids of requests and counts. */
export function createRotatePerson({ personRotation: rotation, database }: Deps) {
  /** Under the throttle, as a merge writes. */
  const reseal = async (request: string): Promise<number> => {
    const context = Context.current();
    let sealed = 0;
    for await (const { values, bytes, write } of rotation.reseal(request)) {
      await throttled(database, { lane: "merge", bytes }, context.cancellationSignal);
      await write();
      sealed += values;
      context.heartbeat({ values: sealed });
    }
    return sealed;
  };
  const alive = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const context = Context.current();
    using _beat = keepAlive(() => context.heartbeat());
    return work();
  };
  return {
    planPeople: ({ request }: Named): Promise<PersonPlan> => alive(() => rotation.plan(request)),
    /** `renewed` as the plan told it. Without it, from runs of before, who has a key that drains keeps theirs. */
    renewKeys: ({ request, renewed = 0 }: Named & Partial<Pick<PersonPlan, "renewed">>): Promise<number> =>
      rotation.renew(request, renewed),
    resealPeople: ({ request }: Named): Promise<number> => alive(() => reseal(request)),
    verifyPeople: ({ request }: Named): Promise<{ readonly opened: number; readonly former: number }> =>
      alive(() => rotation.verify(request)),
    drainingSince: ({ request }: Named): Promise<readonly string[]> => rotation.drainingSince(request),
    /** Of keys that drain since `through` (ISO) at the latest. What loads brought since is sealed anew first. */
    endFormerKeys: ({ request, through }: Named & { readonly through: string }): Promise<number> =>
      alive(async () => {
        await reseal(request);
        return rotation.end(request, through);
      }),
  };
}
