/** Roots: who may sign heads and the next root, each signed by its own root keys and those of the one before. */

import { encode } from "./bytes.js";
import { isPublicKey, isSigned, keyidOf, readDocument, type Role, type SignedDocument } from "./documents.js";
import { SyncError } from "./errors.js";
import { integer, object, readObject, text, type Members } from "./json.js";

/** The most bytes a root may have. */
export const MAX_ROOT = 64 * 1024;

/** A root that has been checked as far as a phone can. */
export interface Root {
  readonly version: number;
  /** Who signs heads. */
  readonly head: Role;
  /** Who signs roots. */
  readonly root: Role;
  /** The whole document, to be stored. */
  readonly document: string;
}

/** Reads a root that is trusted because of where it comes from; it must be signed by its own root keys. */
export function readRoot(document: string): Root {
  const { root, signed } = parse(document);
  if (!isSigned("sync-root.v1", signed, root.root)) refuse(`its own keys have not signed version ${root.version}`);
  return root;
}

/** Reads the root that follows `previous`. */
export function readNextRoot(document: string, previous: Root): Root {
  const root = readRoot(document);
  if (root.version !== previous.version + 1) refuse(`version ${root.version} does not follow ${previous.version}`);
  if (!isSigned("sync-root.v1", parse(document).signed, previous.root)) {
    refuse(`the keys of version ${previous.version} have not signed version ${root.version}`);
  }
  return root;
}

function parse(document: string): { root: Root; signed: SignedDocument } {
  const signed = readDocument(encode(document), refuse);
  const members = readObject(signed.payload, refuse);
  if (members["v"] !== 1) refuse("`v` is not 1");
  text(members, "issued", refuse);
  const keys = object(members, "keys", refuse);
  const version = integer(members, "version", refuse, 1);
  const root = { version, head: readRole(members, "head", keys), root: readRole(members, "root", keys), document };
  return { root, signed };
}

function readRole(members: Members, name: string, keys: Members): Role {
  const role = object(members, name, refuse);
  const keyids = role["keyids"];
  if (!Array.isArray(keyids)) return refuse(`\`${name}\` has no key ids`);
  const threshold = integer(role, "threshold", refuse, 1);
  return { keys: new Map(keyids.map((keyid: unknown) => [String(keyid), readKey(keys, String(keyid))])), threshold };
}

function readKey(keys: Members, keyid: string): string {
  const key = Object.hasOwn(keys, keyid) ? keys[keyid] : undefined;
  return isPublicKey(key) && keyidOf(key) === keyid ? key : refuse(`the key ${keyid} is missing or another`);
}

function refuse(reason: string): never {
  throw new SyncError("bad-root", reason);
}
