/** A topic that asks whether this endpoint wants its events. */
export type SnsConfirmation = { readonly topic: string; readonly token: string; readonly host: string };

const topicPattern = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(\.fifo)?$/;
const hostPattern = /^sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/;
const tokenPattern = /^[0-9a-zA-Z]{1,1024}$/;

/** What a confirmation asks, when every part of it looks as Amazon writes it; undefined otherwise, so that nothing strange is ever printed for a person to follow. */
export function snsConfirmation(
  topic: string | undefined,
  token: string | undefined,
  url: string | undefined,
): SnsConfirmation | undefined {
  const parsed = URL.parse(url ?? "");
  if (topic === undefined || !topicPattern.test(topic) || token === undefined || !tokenPattern.test(token))
    return undefined;
  if (parsed?.protocol !== "https:" || !hostPattern.test(parsed.host)) return undefined;
  return { topic, token, host: parsed.host };
}

/** What the log says of it. The product makes no call by itself to an address that a stranger may have sent. */
export const confirmationLine = ({ topic, token, host }: SnsConfirmation): string =>
  `event: the SNS topic ${topic} (${host}) asks to confirm its subscription. If the topic is yours, confirm it: aws sns confirm-subscription --topic-arn ${topic} --token ${token}`;
