/** Signed documents: a payload line and a line of signatures over it. */

import { decode, decodeBase64, encode, hexToBytes } from "./bytes.js";
import { isSignature } from "./ed25519.js";
import { idOf } from "./ids.js";
import { objects, readObject, text, type Refuse } from "./json.js";

/** What is signed along with a payload, so that no document passes for another kind. */
export type DocumentType = "sync-head.v1" | "sync-root.v1";

/** One signature of a document. */
export interface Signature {
  readonly keyid: string;
  /** Standard base64 with padding. */
  readonly sig: string;
}

/** A document taken apart; its signatures have not been checked. */
export interface SignedDocument {
  readonly payload: string;
  readonly signatures: readonly Signature[];
}

/** Who may sign: public keys (hexadecimal) by key id, and how many of them it takes. */
export interface Role {
  readonly keys: ReadonlyMap<string, string>;
  readonly threshold: number;
}

/** Takes `bytes` apart into payload and signatures. */
export function readDocument(bytes: Uint8Array, refuse: Refuse): SignedDocument {
  const lines = decode(bytes)?.split("\n");
  if (lines?.length !== 3 || lines[2] !== "") return refuse("it is not two lines");
  const [payload, signatures] = lines as [string, string, string];
  return {
    payload,
    signatures: objects(readObject(signatures, refuse), "signatures", refuse).map((members) => ({
      keyid: text(members, "keyid", refuse),
      sig: text(members, "sig", refuse),
    })),
  };
}

/** Whether as many different keys of `role` have signed `document` as it takes. */
export function isSigned(type: DocumentType, document: SignedDocument, role: Role): boolean {
  const message = encode(`${type}\n${document.payload}`);
  const signers = new Set<string>();
  for (const { keyid, sig } of document.signatures) {
    const key = role.keys.get(keyid);
    const signature = decodeBase64(sig);
    if (key && signature && !signers.has(keyid) && isSignature(signature, message, hexToBytes(key))) signers.add(keyid);
  }
  return signers.size >= role.threshold;
}

/** The id of a public key: the first 16 hexadecimal digits of the SHA-256 of its 32 bytes. */
export function keyidOf(publicKey: string): string {
  return idOf(hexToBytes(publicKey)).slice(0, 16);
}

/** Whether `value` is a public key in lower-case hexadecimal. */
export function isPublicKey(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}
