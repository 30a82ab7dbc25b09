import { WithStartWorkflowOperation } from "@temporalio/client";

/** Starts the entity of an asset where it does not run: for one update. */
export const entityStart = (asset: string) =>
  new WithStartWorkflowOperation<(asset: string) => Promise<void>>("assetState", {
    workflowId: `asset/${asset}`,
    taskQueue: "sillage-control",
    args: [asset],
    workflowIdConflictPolicy: "USE_EXISTING",
    staticSummary: `State of ${asset}`,
    staticDetails: `The sole writer of the watermark, the fence and the pause of **${asset}**. Signals for hand use: \`pause\`, \`resume\`; updates: \`pauseAsset\`, \`resumeAsset\`, \`setWatermark\`.`,
  });
