import { setCurrentDetails } from "@temporalio/workflow";

/** Room below a board, paragraphs of a space without width: the Web UI's frame is lower than what it shows, and cuts the last lines off. */
const room = "\n\n\u200b".repeat(3);

/** Show a board, in Markdown, on the workflow's page of the Web UI. */
export const showBoard = (board: string): void => setCurrentDetails(board + room);
