import { WithStartWorkflowOperation } from "@temporalio/client";

/** Starts the entity of an asset where it does not run: for one update. */
export const entityStart = (asset: string) =>
  new WithStartWorkflowOperation<(asset: string) => Promise<void>>("assetState", entityOptions(asset));

/** How the entity of an asset is started. */
export const entityOptions = (asset: string) =>
  ({
    workflowId: `asset/${asset}`,
    taskQueue: "sillage-control",
    args: [asset] as [string],
    workflowIdConflictPolicy: "USE_EXISTING",
    staticSummary: `State of ${asset}`,
    staticDetails: `The sole writer of the watermark, the fence and the pause of **${asset}**. Signals for hand use: \`pause\`, \`resume\`; updates: \`pauseAsset\`, \`resumeAsset\`, \`setWatermark\`.`,
  }) as const;
