/** Ed25519, checked strictly. */

import { Point, hashes, verify } from "@noble/ed25519";
import { sha512 } from "@noble/hashes/sha2.js";

hashes.sha512 = sha512;

/**
 * Whether `signature` is one of `message` by `publicKey`; what is malformed is none.
 *
 * Points written in a second way and points of small order are refused, which RFC 8032 leaves open: every client has
 * to come to the same verdict.
 */
export function isSignature(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    const point = Point.fromBytes(signature.subarray(0, 32));
    return !point.isSmallOrder() && verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}
