/** Reading of members from JSON that came from outside. */

/** An object of JSON with members yet to be looked at. */
export type Members = Readonly<Record<string, unknown>>;

/** Refuses a document, saying what is wrong with it. */
export type Refuse = (reason: string) => never;

/** The object that `text` is. */
export function readObject(text: string, refuse: Refuse): Members {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse("it is no JSON");
  }
  return isObject(value) ? value : refuse("it is no object");
}

/** Whether `value` is an object, neither null nor an array. */
export function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The member `name`, an object. */
export function object(members: Members, name: string, refuse: Refuse): Members {
  const value = members[name];
  return isObject(value) ? value : refuse(`\`${name}\` is no object`);
}

/** The member `name`, an array of objects. */
export function objects(members: Members, name: string, refuse: Refuse): Members[] {
  const value = members[name];
  return Array.isArray(value) && value.every(isObject) ? value : refuse(`\`${name}\` is no list of objects`);
}

/** The member `name`, a text. */
export function text(members: Members, name: string, refuse: Refuse): string {
  const value = members[name];
  return typeof value === "string" ? value : refuse(`\`${name}\` is no text`);
}

/** The member `name`, a text that `pattern` matches. */
export function matching(members: Members, name: string, pattern: RegExp, refuse: Refuse): string {
  const value = text(members, name, refuse);
  return pattern.test(value) ? value : refuse(`\`${name}\` is malformed`);
}

/** The member `name`, a whole number from `least` up that JavaScript holds exactly. */
export function integer(members: Members, name: string, refuse: Refuse, least = 0): number {
  const value = members[name];
  return Number.isSafeInteger(value) && (value as number) >= least
    ? (value as number)
    : refuse(`\`${name}\` is no whole number from ${least}`);
}
