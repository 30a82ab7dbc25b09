/** The frames of an error's stack that are in our own files. The stack begins with the message, whose lines may look like frames: only what follows it counts. */
export function ownFrames({ stack = "", message }: Error): readonly string[] {
  const at = stack.indexOf(message);
  return stack
    .slice(at < 0 ? stack.length : at + message.length)
    .split("\n")
    .filter((line) => /^ {4}at /.test(line) && !/node_modules|node:/.test(line));
}
