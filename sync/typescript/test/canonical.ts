/** Canonical JSON, as far as tests need it. */

import { isObject } from "../src/json.js";

/** JSON with sorted members, which for integers and ordinary text is RFC 8785. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    isObject(member) ? Object.fromEntries(Object.entries(member).sort()) : member,
  );
}
