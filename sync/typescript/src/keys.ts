/** Keys of items: what a line is called within its scope. */

import { sha256 } from "@noble/hashes/sha2.js";

import { encode } from "./bytes.js";

const KEY = /^[a-z]+\/[A-Za-z0-9._~-]{1,100}$/;

/** Whether `text` is a key. */
export function isKey(text: string): boolean {
  return KEY.test(text);
}

/** Orders two keys by their bytes; they are ASCII, so that is how JavaScript compares them. */
export function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The bucket that decides which part holds `key`: the first byte of its SHA-256. */
export function bucketOf(key: string): number {
  return sha256(encode(key))[0] as number;
}
