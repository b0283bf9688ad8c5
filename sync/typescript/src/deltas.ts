/** Deltas: what changed in a scope from any revision between `from` and `to`. */

import { decode } from "./bytes.js";
import { SyncError } from "./errors.js";
import { readItem, splitLines, tombstoneKey, type StoredItem } from "./lines.js";
import { requireAscending } from "./parts.js";

/** What the first line of a delta says. */
export interface DeltaHeader {
  readonly epoch: string;
  readonly from: number;
  readonly region: string;
  readonly scope: string;
  readonly to: number;
}

/** Lines to put and keys to remove. */
export interface Changes {
  readonly put: readonly StoredItem[];
  readonly removed: readonly string[];
}

/** Reads a delta whose header must be `expected`, to the byte. */
export function readDelta(bytes: Uint8Array, expected: DeltaHeader): Changes {
  const [header, ...lines] = splitLines(bytes);
  if (!header || decode(header) !== headerLine(expected)) {
    throw new SyncError("bad-content", `no delta of ${expected.scope} from ${expected.from} to ${expected.to}`);
  }
  return readChanges(lines);
}

function readChanges(lines: readonly Uint8Array[]): Changes {
  const changes = { put: [] as StoredItem[], removed: [] as string[] };
  const keys: string[] = [];
  for (const line of lines) {
    const removed = tombstoneKey(line);
    if (removed === null) changes.put.push(readItem(line));
    else changes.removed.push(removed);
    keys.push(removed ?? (changes.put.at(-1) as StoredItem).key);
  }
  requireAscending(keys);
  return changes;
}

function headerLine({ epoch, from, region, scope, to }: DeltaHeader): string {
  return JSON.stringify({ delta: 1, epoch, from, region, scope, to });
}
