/** Parts: all lines of a scope whose buckets lie in a range. */

import { SyncError } from "./errors.js";
import { bucketOf, compareKeys } from "./keys.js";
import { readItem, splitLines, type StoredItem } from "./lines.js";

/** The buckets `lo` to `hi`, both included. */
export interface Range {
  readonly lo: number;
  readonly hi: number;
}

/** All buckets of a range. */
export function bucketsIn({ lo, hi }: Range): number[] {
  return Array.from({ length: hi - lo + 1 }, (_, index) => lo + index);
}

/** Reads the lines of the part of `range`: ascending by key, each once, each in its bucket. */
export function readPart(bytes: Uint8Array, range: Range): StoredItem[] {
  const items = splitLines(bytes).map(readItem);
  requireAscending(items.map((item) => item.key));
  const stray = items.find(({ key }) => bucketOf(key) < range.lo || range.hi < bucketOf(key));
  if (stray) throw new SyncError("bad-content", `${stray.key} is not of the buckets ${range.lo} to ${range.hi}`);
  return items;
}

/** Refuses `keys` that do not ascend, each once. */
export function requireAscending(keys: readonly string[]): void {
  for (const [index, key] of keys.slice(1).entries()) {
    if (compareKeys(keys[index] as string, key) >= 0) throw new SyncError("bad-content", `${key} is out of order`);
  }
}
