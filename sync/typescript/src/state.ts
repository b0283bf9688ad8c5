/** The state digest, which says in one hash what all lines of a scope are. */

import { encode } from "./bytes.js";
import { idOf } from "./ids.js";
import { compareKeys } from "./keys.js";

/** The digest over `key LF hash LF` of every line, ascending by key, from the hashes of the lines. */
export function stateOf(hashes: ReadonlyMap<string, string>): string {
  const entries = [...hashes].sort(([a], [b]) => compareKeys(a, b));
  return idOf(encode(entries.map(([key, hash]) => `${key}\n${hash}\n`).join("")));
}
