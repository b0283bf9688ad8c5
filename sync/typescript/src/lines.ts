/** Lines: the bytes of one item, never parsed and never written again while syncing. */

import { LF, decode } from "./bytes.js";
import { SyncError } from "./errors.js";
import { idOf } from "./ids.js";
import { isKey } from "./keys.js";

/** The most bytes a line may have, without its LF. */
export const MAX_LINE = 1 << 20;

/** One item as it is stored: its line without LF, and the SHA-256 of the line's bytes. */
export interface StoredItem {
  readonly key: string;
  readonly line: string;
  readonly hash: string;
}

/** Splits `bytes` at LF alone, each line having one: U+2028 and CR belong to the text. */
export function splitLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(LF, start);
    if (end < 0) throw new SyncError("bad-content", "the last line is cut off");
    if (end - start > MAX_LINE) throw new SyncError("bad-content", `a line has more than ${MAX_LINE} bytes`);
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return lines;
}

/** Reads a line of an item. */
export function readItem(bytes: Uint8Array): StoredItem {
  const line = readText(bytes);
  const key = keyOf(line);
  if (key === null) throw new SyncError("bad-content", `this is no line: ${line.slice(0, 80)}`);
  return { key, line, hash: idOf(bytes) };
}

/** The key of a tombstone `{"d":1,"k":"<key>"}`, or null when the line is something else. */
export function tombstoneKey(bytes: Uint8Array): string | null {
  const key = /^\{"d":1,"k":"([^"]*)"\}$/.exec(readText(bytes))?.[1];
  return key !== undefined && isKey(key) ? key : null;
}

/** The body of `line`, or null when it is no JSON object: such a line is kept all the same. */
export function bodyOf(line: string): Record<string, unknown> | null {
  try {
    return (JSON.parse(line) as { b: Record<string, unknown> }).b;
  } catch {
    return null;
  }
}

function keyOf(line: string): string | null {
  if (!line.startsWith('{"b":{') || !line.endsWith('"}')) return null;
  // No key holds a quotation mark, so the last one but one opens it.
  const quote = line.lastIndexOf('"', line.length - 3);
  const key = line.slice(quote + 1, -2);
  return line.slice(0, quote).endsWith('},"k":') && isKey(key) ? key : null;
}

function readText(bytes: Uint8Array): string {
  const text = decode(bytes);
  if (text === null) throw new SyncError("bad-content", "a line is not UTF-8");
  return text;
}
