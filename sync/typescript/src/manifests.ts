/** Manifests: what a scope is at one revision, and the objects that lead there. */

import { decode } from "./bytes.js";
import type { DeltaHeader } from "./deltas.js";
import { SyncError } from "./errors.js";
import type { Head, HeadScope } from "./heads.js";
import { isId } from "./ids.js";
import { integer, objects, readObject, type Members } from "./json.js";
import type { Range } from "./parts.js";

/** The most bytes a manifest may have. */
export const MAX_MANIFEST = 256 * 1024;

/** The form of scopes that this client reads. */
const FORMAT = 1;

/** An object that a manifest names, and its exact size in bytes. */
export interface ObjectName {
  readonly id: string;
  readonly size: number;
}

/** A part as a manifest names it. */
export type PartName = ObjectName & Range;

/** A delta as a manifest names it. */
export type DeltaName = ObjectName & DeltaHeader;

/** A manifest in the form that this client reads. */
export interface Manifest {
  readonly id: string;
  readonly scope: string;
  readonly epoch: string;
  readonly rev: number;
  readonly count: number;
  readonly state: string;
  readonly parts: readonly PartName[];
  readonly deltas: readonly DeltaName[];
}

/** Reads the manifest of `scope` that `head` names; `unsupported` when a newer client is needed for it. */
export function readManifest(bytes: Uint8Array, head: Head, scope: string): Manifest | "unsupported" {
  const members = readObject(decode(bytes) ?? "", refuse);
  if (integer(members, "format", refuse) !== FORMAT) return "unsupported";
  const { manifest, rev } = head.scopes.get(scope) as HeadScope;
  requireFit(members, { v: 1, region: head.region, scope, epoch: head.epoch, rev });
  return {
    id: manifest,
    scope,
    epoch: head.epoch,
    rev,
    count: integer(members, "count", refuse),
    state: id(members, "state"),
    parts: readParts(objects(members, "parts", refuse)),
    deltas: objects(members, "deltas", refuse).map((delta) => ({
      ...{ epoch: head.epoch, region: head.region, scope },
      ...readSpan(delta, rev),
      ...readName(delta),
    })),
  };
}

function requireFit(members: Members, expected: Members): void {
  for (const [name, value] of Object.entries(expected)) {
    if (members[name] !== value) refuse(`\`${name}\` is not ${value}, as the head has it`);
  }
}

function readParts(list: readonly Members[]): PartName[] {
  const range = (part: Members) => ({ lo: integer(part, "lo", refuse), hi: integer(part, "hi", refuse) });
  const parts = list.map((part) => ({ ...range(part), ...readName(part) }));
  let next = 0;
  for (const { lo, hi } of parts) {
    if (lo !== next || hi < lo) refuse("its parts have a gap or overlap");
    next = hi + 1;
  }
  return next === 256 ? parts : refuse("its parts do not end at bucket 255");
}

function readSpan(delta: Members, rev: number): Pick<DeltaHeader, "from" | "to"> {
  const [from, to] = [integer(delta, "from", refuse), integer(delta, "to", refuse)];
  return from < to && to === rev ? { from, to } : refuse(`a delta from ${from} to ${to} does not lead to ${rev}`);
}

function readName(members: Members): ObjectName {
  return { id: id(members, "sha256"), size: integer(members, "size", refuse) };
}

function id(members: Members, name: string): string {
  const value = members[name];
  return isId(value) ? value : refuse(`\`${name}\` is no hash`);
}

function refuse(reason: string): never {
  throw new SyncError("bad-content", `a manifest: ${reason}`);
}
