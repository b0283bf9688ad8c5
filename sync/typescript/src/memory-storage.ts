/** Storage in memory: for tests, and for a reader who keeps nothing. */

import { compareKeys } from "./keys.js";
import type { StoredItem } from "./lines.js";
import type { Commit, RegionState, ScopeChange, ScopeState, Storage } from "./storage.js";

type Items = ReadonlyMap<string, StoredItem>;

interface Region {
  readonly state: RegionState;
  readonly scopes: ReadonlyMap<string, ScopeState>;
  readonly items: ReadonlyMap<string, Items>;
}

/** Keeps regions for as long as the returned object lives. */
export function memoryStorage(): Storage {
  const regions = new Map<string, Region>();
  const itemsOf = (region: string, scope: string): Items => regions.get(region)?.items.get(scope) ?? new Map();
  return {
    region: async (region) => regions.get(region)?.state ?? null,
    scope: async (region, scope) => regions.get(region)?.scopes.get(scope) ?? null,
    scopes: async (region) => [...(regions.get(region)?.scopes.keys() ?? [])],
    hashes: async (region, scope) => new Map([...itemsOf(region, scope)].map(([key, { hash }]) => [key, hash])),
    item: async (region, scope, key) => itemsOf(region, scope).get(key) ?? null,
    items: async (region, scopes) => scopes.map((scope) => sorted(itemsOf(region, scope))),
    commit: async (commit) => {
      regions.set(commit.state.region, committed(regions.get(commit.state.region), commit));
    },
  };
}

function committed(before: Region | undefined, { state, scopes: changes }: Commit): Region {
  const scopes = new Map(before?.scopes);
  const items = new Map(before?.items);
  for (const change of changes) {
    if (change.state) scopes.set(change.scope, change.state);
    else scopes.delete(change.scope);
    items.set(change.scope, changed(items.get(change.scope), change));
  }
  return { state, scopes, items };
}

function changed(before: Items | undefined, change: ScopeChange): Map<string, StoredItem> {
  const items = new Map(change.clear ? undefined : before);
  for (const key of change.removed) items.delete(key);
  for (const item of change.put) items.set(item.key, item);
  return items;
}

function sorted(items: Items): StoredItem[] {
  return [...items.values()].sort((a, b) => compareKeys(a.key, b.key));
}
