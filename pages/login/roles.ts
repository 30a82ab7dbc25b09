/** What people may be on the pages. */
export const roles = ["viewer", "operator", "admin", "privacy-officer"] as const;
/** One of them. */
export type Role = (typeof roles)[number];

/** Whether a word is a role. */
export const isRole = (word: unknown): word is Role => roles.some((role) => role === word);

/** Who a role also is: an admin sees and does what an operator does, everybody sees the dashboards. */
const includes: Readonly<Record<Role, readonly Role[]>> = {
  viewer: ["viewer"],
  operator: ["operator", "viewer"],
  admin: ["admin", "operator", "viewer"],
  "privacy-officer": ["privacy-officer", "viewer"],
};

/** Who sees the register of processing. */
export const registerReaders: readonly Role[] = ["operator", "privacy-officer"];

/** Whether somebody's roles are enough where any one of some is needed. */
export const allows = (given: readonly Role[], needed: readonly Role[]): boolean =>
  given.some((role) => includes[role].some((included) => needed.includes(included)));
