import { ApplicationFailure, workflowInfo, type WorkflowInterceptors } from "@temporalio/workflow";
import { refuseInputs } from "../../core/inputs/refuse-inputs.ts";

/** What every workflow is started with and asked by updates is ids, dates, numbers and our own words, or refused with `input.refused`. What it carries over to itself was seen before; signals are judged by who reads them, since one that throws would end the workflow. */
export const interceptors = (): WorkflowInterceptors => ({
  inbound: [
    {
      async execute(input, next) {
        const { workflowType, continuedFromExecutionRunId } = workflowInfo();
        if (continuedFromExecutionRunId === undefined) refuse(workflowType, input.args);
        return next(input);
      },
      validateUpdate(input, next) {
        next(input);
        refuse(input.name, input.args);
      },
    },
  ],
});

function refuse(receiver: string, args: readonly unknown[]): void {
  try {
    refuseInputs(receiver, args);
  } catch (error) {
    if (error instanceof Error) throw ApplicationFailure.nonRetryable(error.message, "input.refused");
    throw error;
  }
}
