/** What a statement of the API may take on a server: a few slow ones would hold every connection. Milliseconds. */
export const longestAnswerMs = 30_000;
