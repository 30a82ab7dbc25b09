import type { Describe } from "./describe.ts";

/** A failover says that there is no such database, and so does a name that is wrong: the growing waits of so many tries span more than five minutes, and a failover is mostly over within one. */
const lastTryOfMissing = 10;
const logins = [18452, 18456, 18470, 18486, 18487, 18488];

/** Why nobody was let in: the database, the network or the login. */
export const refusedLogin: Describe = (number, text, place) => {
  if (number === 4060)
    return {
      code: "db.no-database",
      message: `${place} cannot be opened (4060).`,
      fix: "Create it or name another one in the database's URL, and let the login in; a failover says so too, and passes.",
      retryable: true,
      lastTry: lastTryOfMissing,
    };
  if (number === 40532)
    return {
      code: "db.no-server",
      message: `${place} is no server that the gateway knows (40532).`,
      fix: "Name the host in full (<server>.database.windows.net) in the database's URL; where the network has a rule or a private endpoint of its own, resolve the name to that.",
    };
  if (number === 42119)
    return {
      code: "db.free-limit",
      message: `${place} has used up its free amount for this month (42119).`,
      fix: "Let it continue with charges in its settings on Azure, or wait for the next month.",
    };
  return closedNetwork(number, text, place) ?? refused(number, text, place);
};

const closedNetwork: Describe = (number, text, place) => {
  if (number === 47073)
    return {
      code: "db.firewall",
      message: `${place} refuses connections from public networks (47073).`,
      fix: "Connect through its private endpoint, or allow public network access in the server's settings.",
    };
  if (number !== 40615 && number !== 40914) return undefined;
  return {
    code: "db.firewall",
    message: `${place} refuses connections from ${/IP address '([0-9a-f.:]+)'/i.exec(text)?.[1] ?? "this network"} (${number}).`,
    fix: "Add it to the firewall rules of the server.",
  };
};

const refused: Describe = (number, text, place) => {
  if (!logins.includes(number)) return undefined;
  return /token/i.test(text) && /expired/i.test(text)
    ? {
        code: "db.token-expired",
        message: `${place} refused the login: the access token has expired (${number}).`,
        fix: "Put a fresh token into the database's URL, or use auth=default, which renews it by itself.",
      }
    : {
        code: "db.login-refused",
        message: `${place} refused the login (${number}).`,
        fix: "Check `auth`, the user and the password in the database's URL, and that the login has a user in the database.",
      };
};
