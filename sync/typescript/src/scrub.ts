/** The weekly look whether what is stored is still what was committed. */

import { encode } from "./bytes.js";
import { idOf } from "./ids.js";
import type { StoredItem } from "./lines.js";
import { DAY } from "./setting.js";
import { stateOf } from "./state.js";
import type { RegionState, ScopeChange, ScopeState, Storage } from "./storage.js";

/** Whether a week has passed since everything was last hashed again. */
export function isScrubDue(region: RegionState, now: number): boolean {
  return region.scrubbedAt !== null && Math.abs(now - region.scrubbedAt) >= 7 * DAY;
}

/**
 * Hashes every line of `region` again and returns the scopes that are damaged.
 *
 * They stay readable as they are; the next sync that wants them fetches them whole.
 */
export async function scrubRegion(storage: Storage, region: RegionState, now: number): Promise<string[]> {
  const damaged: ScopeChange[] = [];
  for (const scope of await storage.scopes(region.region)) {
    const state = await storage.scope(region.region, scope);
    if (!state) continue;
    const [items] = await storage.items(region.region, [scope]);
    if (isSound(items ?? [], state)) continue;
    damaged.push({ scope, state: { ...state, damaged: true }, clear: false, put: [], removed: [] });
  }
  await storage.commit({ state: { ...region, scrubbedAt: now }, scopes: damaged });
  return damaged.map(({ scope }) => scope);
}

function isSound(items: readonly StoredItem[], state: ScopeState): boolean {
  const hashes = new Map(items.map(({ key, line }) => [key, idOf(encode(line))]));
  return items.every(({ key, hash }) => hashes.get(key) === hash) && stateOf(hashes) === state.state;
}
