/** What has to be fetched to bring a scope from what is held to what a manifest names. */

import type { DeltaName, Manifest, PartName } from "./manifests.js";
import type { ScopeState } from "./storage.js";

/** The objects that lead to a manifest: one delta, or parts that replace what is in their ranges. */
export type Plan = { readonly delta: DeltaName } | { readonly parts: readonly PartName[] };

/**
 * Chooses between the delta and the parts that are not held.
 *
 * A delta that is `atHand` already costs nothing, so it comes before the one with the largest `from`, and before parts.
 */
export function planScope(manifest: Manifest, held: ScopeState | null, atHand: (id: string) => boolean): Plan {
  const { parts } = partsOnly(manifest, held);
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const isCheap = (delta: DeltaName) => delta.size < size || (size > 0 && atHand(delta.id));
  const deltas = manifest.deltas.filter((delta) => held && leadsOn(delta, held) && isCheap(delta));
  const [nearest] = deltas.sort((a, b) => b.from - a.from);
  const delta = deltas.find(({ id }) => atHand(id)) ?? nearest;
  return delta ? { delta } : { parts };
}

/** The parts of `manifest` that are not held. */
export function partsOnly(manifest: Manifest, held: ScopeState | null): { readonly parts: readonly PartName[] } {
  const isHeld = (part: PartName) => held?.parts.some((other) => isSame(part, other)) ?? false;
  return { parts: manifest.parts.filter((part) => !isHeld(part)) };
}

/** Whether the server has lost revisions of this scope without beginning a new epoch. */
export function isBehind(manifest: Manifest, held: ScopeState | null): boolean {
  return held !== null && held.epoch === manifest.epoch && manifest.rev < held.rev;
}

function leadsOn(delta: DeltaName, held: ScopeState): boolean {
  return delta.epoch === held.epoch && delta.from <= held.rev && held.rev <= delta.to;
}

function isSame(a: PartName, b: PartName): boolean {
  return a.id === b.id && a.lo === b.lo && a.hi === b.hi;
}
