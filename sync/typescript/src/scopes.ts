/** From what is held of a scope to what its manifest names. */

import { readDelta, type Changes } from "./deltas.js";
import { SyncError, isSyncError } from "./errors.js";
import { bucketOf } from "./keys.js";
import type { Manifest, PartName } from "./manifests.js";
import type { Objects } from "./objects.js";
import { bucketsIn, readPart } from "./parts.js";
import { partsOnly, planScope, type Plan } from "./plan.js";
import { stateOf } from "./state.js";
import type { ScopeChange, ScopeState, Storage } from "./storage.js";

/** What is held of a scope. */
export interface Holding {
  /** Null when nothing can be relied on: then everything is fetched. */
  readonly state: ScopeState | null;
  readonly hashes: ReadonlyMap<string, string>;
}

/** Reads what is held of `scope`; where it is not the state that it should be, it counts as nothing. */
export async function readHolding(storage: Storage, region: string, scope: string): Promise<Holding> {
  const state = await storage.scope(region, scope);
  if (!state || state.damaged) return { state: null, hashes: new Map() };
  const hashes = await storage.hashes(region, scope);
  return stateOf(hashes) === state.state ? { state, hashes } : { state: null, hashes: new Map() };
}

/** What may be relied on while a scope is loaded. */
export interface Reliance {
  /** The server has lost revisions: a delta would lead on from what never was. */
  readonly restored: boolean;
  /** Scopes that were loaded in vain from a delta or from some parts: they take all parts, once. */
  readonly failed: Set<string>;
}

/** Fetches what leads from `holding` to `manifest`. */
export async function loadScope(
  objects: Objects,
  manifest: Manifest,
  holding: Holding,
  { restored, failed }: Reliance,
): Promise<ScopeChange> {
  const { scope } = manifest;
  const cheapest = restored
    ? partsOnly(manifest, holding.state)
    : planScope(manifest, holding.state, (id) => objects.has(id));
  const isWhole = "parts" in cheapest && cheapest.parts.length === manifest.parts.length;
  if (isWhole || failed.has(scope)) return follow(objects, manifest, holding, manifest);
  try {
    return await follow(objects, manifest, holding, cheapest);
  } catch (error) {
    if (!isSyncError(error, "bad-content", "state-mismatch")) throw error;
    failed.add(scope);
    return follow(objects, manifest, holding, manifest);
  }
}

async function follow(objects: Objects, manifest: Manifest, holding: Holding, plan: Plan): Promise<ScopeChange> {
  if ("delta" in plan) {
    return verified(manifest, holding, readDelta(await objects.one(plan.delta), plan.delta));
  }
  const parts = await objects.all(plan.parts);
  return verified(manifest, holding, replacement(holding, plan.parts, parts));
}

/** The change that `changes` make, once it is certain that they lead to what `manifest` names. */
function verified(manifest: Manifest, holding: Holding, changes: Changes): ScopeChange {
  const hashes = new Map(holding.hashes);
  for (const key of changes.removed) hashes.delete(key);
  for (const { key, hash } of changes.put) hashes.set(key, hash);
  if (hashes.size !== manifest.count || stateOf(hashes) !== manifest.state) {
    throw new SyncError("state-mismatch", `${manifest.scope} has not become what revision ${manifest.rev} names`);
  }
  const { id, scope, epoch, rev, count, state, parts } = manifest;
  return {
    scope,
    state: { manifest: id, epoch, rev, count, state, parts, damaged: false },
    clear: holding.state === null,
    put: changes.put.filter(({ key, hash }) => holding.hashes.get(key) !== hash),
    removed: changes.removed.filter((key) => holding.hashes.has(key)),
  };
}

/** What `parts` change: a held key in their ranges that they lack is removed. */
function replacement(
  { hashes }: Holding,
  parts: readonly PartName[],
  objects: ReadonlyMap<string, Uint8Array>,
): Changes {
  const put = parts.flatMap((part) => readPart(objects.get(part.id) as Uint8Array, part));
  const kept = new Set(put.map(({ key }) => key));
  const buckets = new Set(parts.flatMap(bucketsIn));
  return { put, removed: [...hashes.keys()].filter((key) => !kept.has(key) && buckets.has(bucketOf(key))) };
}
