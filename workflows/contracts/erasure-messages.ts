import { defineSignal } from "@temporalio/workflow";

/** What the end of an epoch is told of an erasure: the instant (ISO) by which its certificate says that no older copy opens. */
export type ErasureTold = { readonly at: string };

/** Told by an erasure to the end of an epoch that is waited for already, or at work. */
export const personErasedSignal = defineSignal<[ErasureTold]>("personErased");
