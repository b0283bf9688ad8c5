/** Object ids and line hashes: SHA-256 in lower-case hexadecimal. */

import { sha256 } from "@noble/hashes/sha2.js";

import { bytesToHex } from "./bytes.js";

/** The SHA-256 of `bytes` as 64 lower-case hexadecimal digits. */
export function idOf(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/** Whether `value` is written as an object id is. */
export function isId(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}
