/** Heads: the one mutable document of a region, which names the manifest of each scope. */

import { encode } from "./bytes.js";
import { isSigned, readDocument, type Role, type SignedDocument } from "./documents.js";
import { SyncError } from "./errors.js";
import { isId } from "./ids.js";
import { integer, isObject, matching, object, readObject, text, type Members } from "./json.js";

/** The most bytes a head may have. */
export const MAX_HEAD = 256 * 1024;

/** Where a scope stands: the id of its manifest and the revision at which it was last published. */
export interface HeadScope {
  readonly manifest: string;
  readonly rev: number;
}

/** How often to ask: at least `minSeconds` apart, each time later by up to `spreadSeconds`. */
export interface Poll {
  readonly minSeconds: number;
  readonly spreadSeconds: number;
}

/** A head whose signature the caller has checked. */
export interface Head {
  readonly defaultLanguage: string;
  readonly epoch: string;
  readonly epochSeq: number;
  /** RFC 3339. */
  readonly expires: string;
  /** RFC 3339. */
  readonly issued: string;
  readonly minClient: number;
  readonly poll: Poll;
  readonly region: string;
  readonly rev: number;
  readonly scopes: ReadonlyMap<string, HeadScope>;
  readonly serial: number;
  /** `moved` regions name the new server in `movedTo`; `closed` and `moved` ones stay readable. */
  readonly status: "active" | "closed" | "moved";
  readonly movedTo: string | null;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Takes a head apart, unchecked. */
export function readHeadDocument(bytes: Uint8Array): SignedDocument {
  if (bytes.length > MAX_HEAD) return refuse(`it has more than ${MAX_HEAD} bytes`);
  return readDocument(bytes, refuse);
}

/** Whether `role` has signed the head `document`. */
export function isHeadSigned(document: SignedDocument, role: Role): boolean {
  return isSigned("sync-head.v1", document, role);
}

/** Reads the payload of a head of `region`; `unsupported` when a newer client is needed for it. */
export function readHead(document: SignedDocument, region: string): Head | "unsupported" {
  const members = readObject(document.payload, refuse);
  if (members["region"] !== region) refuse(`it is not of ${region}`);
  if (integer(members, "v", refuse) !== 1) return "unsupported";
  const poll = object(members, "poll", refuse);
  return {
    defaultLanguage: text(members, "default", refuse),
    epoch: matching(members, "epoch", /./, refuse),
    epochSeq: integer(members, "epoch_seq", refuse),
    expires: time(members, "expires"),
    issued: time(members, "issued"),
    minClient: integer(members, "min_client", refuse),
    poll: { minSeconds: integer(poll, "min_s", refuse), spreadSeconds: integer(poll, "spread_s", refuse) },
    region,
    rev: integer(members, "rev", refuse),
    scopes: readScopes(object(members, "scopes", refuse)),
    serial: integer(members, "serial", refuse),
    ...readStatus(members),
  };
}

/** Reads a head that was checked before it was stored. */
export function readStoredHead(document: string, region: string): Head {
  const head = readHead(readHeadDocument(encode(document)), region);
  return head === "unsupported" ? refuse("the stored head is of another version") : head;
}

/** Orders two heads by (epoch_seq, serial): negative when `a` is the older one. */
export function compareHeads(a: Head, b: Head): number {
  return a.epochSeq - b.epochSeq || a.serial - b.serial;
}

function readScopes(members: Members): Map<string, HeadScope> {
  const scopes = new Map<string, HeadScope>();
  for (const [scope, value] of Object.entries(members)) {
    if (!isObject(value) || !isId(value["m"])) return refuse("a scope is malformed");
    scopes.set(scope, { manifest: value["m"], rev: integer(value, "rev", refuse) });
  }
  return scopes;
}

function readStatus(members: Members): Pick<Head, "status" | "movedTo"> {
  switch (members["status"]) {
    case "active":
    case "closed":
      return { status: members["status"], movedTo: null };
    case "moved":
      return { status: "moved", movedTo: members["moved_to"] === undefined ? null : text(members, "moved_to", refuse) };
    default:
      return refuse("`status` is malformed");
  }
}

function time(members: Members, name: string): string {
  const value = matching(members, name, TIME, refuse);
  return Number.isNaN(Date.parse(value)) ? refuse(`\`${name}\` is no time`) : value;
}

function refuse(reason: string): never {
  throw new SyncError("bad-head", reason);
}
