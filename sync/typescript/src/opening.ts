/** How a sync begins: which document is asked for, and what is taken from the answer. */

import { decode } from "./bytes.js";
import { SyncError } from "./errors.js";
import { readFrames } from "./frames.js";
import { compareHeads, readHead, readHeadDocument, readStoredHead, type Head } from "./heads.js";
import { idOf } from "./ids.js";
import type { Objects } from "./objects.js";
import { DAY } from "./setting.js";
import type { RegionState, ScopeState } from "./storage.js";
import type { Answer, Ask, Transport } from "./transport.js";
import type { Keyring } from "./trust.js";

/** The document that a sync begins with: `head`, or the frames for a client at most 1 or 7 days behind. */
export type Start = "head" | "recent/1" | "recent/7";

/** A head to go on with. */
export interface HeadOpening {
  readonly kind: "head";
  readonly head: Head;
  readonly document: string;
  readonly etag: string | null;
}

/** The head to go on with, or why there is none. */
export type Opening =
  | HeadOpening
  /** The head is older than the stored one. */
  | { readonly kind: "stale" }
  /** The head is of a version that this client cannot read. */
  | { readonly kind: "unsupported" };

/** Chooses where to begin: frames help a client that wants one language and was here within the last week. */
export function chooseStart(region: RegionState, language: ScopeState | null, now: number): Start {
  const age = now - (region.confirmedAt ?? -Infinity);
  if (!region.head || !language || language.damaged || age < 0 || age > 7 * DAY) return "head";
  return age <= DAY ? "recent/1" : "recent/7";
}

/** Asks for the document `start`; where it is missing, for the head. Objects that come along go to `objects`. */
export async function ask(
  transport: Transport,
  region: string,
  [start, tag]: readonly [Start, string],
  wish: Ask,
  objects: Objects,
): Promise<Answer> {
  if (start !== "head" && transport.recent) {
    const answer = await transport.recent(region, tag, start === "recent/7" ? 7 : 1, wish);
    if (answer.kind === "body") return unframed(answer.bytes, answer.etag, objects);
    if (answer.kind === "unchanged") return answer;
  }
  return transport.head(region, wish);
}

/** Checks the head in `answer` against the keys and against the stored one. */
export async function open(answer: Answer, stored: RegionState, keyring: Keyring): Promise<Opening> {
  if (answer.kind === "missing") throw new SyncError("unreachable", `the server has no region ${stored.region}`);
  if (answer.kind === "unchanged" || isStored(answer.bytes, stored)) return kept(stored);
  const document = readHeadDocument(answer.bytes);
  await keyring.check(document);
  const head = readHead(document, stored.region);
  if (head === "unsupported") return { kind: "unsupported" };
  const age = stored.head ? compareHeads(head, readStoredHead(stored.head, stored.region)) : 1;
  if (age < 0) return { kind: "stale" };
  return age === 0 ? kept(stored) : { kind: "head", head, ...identified(answer.bytes, answer.etag) };
}

/** Not every server answers 304. */
function isStored(bytes: Uint8Array, stored: RegionState): boolean {
  return stored.head !== null && decode(bytes) === stored.head;
}

function kept(stored: RegionState): Opening {
  if (!stored.head) throw new SyncError("unreachable", "the server takes the head for known, and it is not");
  return { kind: "head", head: readStoredHead(stored.head, stored.region), document: stored.head, etag: stored.etag };
}

function unframed(bytes: Uint8Array, etag: string | null, objects: Objects): Answer {
  const frames = readFrames(bytes);
  objects.add(frames.objects);
  return { kind: "body", bytes: frames.head, etag };
}

/** A server that hides the ETag from scripts of other origins still matches the one that every head has. */
function identified(bytes: Uint8Array, etag: string | null): { document: string; etag: string } {
  return { document: decode(bytes) as string, etag: etag ?? `"h-${idOf(bytes).slice(0, 16)}"` };
}
