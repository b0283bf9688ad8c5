/** Frames: a head and the objects that most clients need next, in one answer. */

import { LF, decode } from "./bytes.js";
import { SyncError } from "./errors.js";
import { idOf } from "./ids.js";

/** The most bytes an answer with frames may have. */
export const MAX_FRAMES = 1 << 20;

/** What an answer of `recent` holds. */
export interface Frames {
  readonly head: Uint8Array;
  /** By id; each has the hash that its id says. */
  readonly objects: ReadonlyMap<string, Uint8Array>;
}

const HEADER = /^(head|o\/[0-9a-f]{64}) (0|[1-9][0-9]{0,9})$/;
const LONGEST_HEADER = 80;

/** Takes `bytes` apart: frames `name SP length LF bytes`, the first one `head`. */
export function readFrames(bytes: Uint8Array): Frames {
  const [head, ...rest] = [...split(bytes)];
  if (head?.name !== "head") return refuse("the first frame is not `head`");
  const objects = new Map<string, Uint8Array>();
  for (const { name, body } of rest) {
    const id = name.slice("o/".length);
    if (name === "head") return refuse("`head` comes twice");
    if (idOf(body) !== id) return refuse(`\`${name}\` is not what its name says`);
    objects.set(id, body);
  }
  return { head: head.body, objects };
}

function* split(bytes: Uint8Array): Generator<{ name: string; body: Uint8Array }> {
  for (let offset = 0; offset < bytes.length; ) {
    const end = bytes.subarray(0, offset + LONGEST_HEADER).indexOf(LF, offset);
    const header = end < 0 ? null : HEADER.exec(decode(bytes.subarray(offset, end)) ?? "");
    if (!header) return refuse(`no frame begins at byte ${offset}`);
    const next = end + 1 + Number(header[2]);
    if (next > bytes.length) return refuse(`\`${header[1]}\` is cut off`);
    yield { name: header[1] as string, body: bytes.subarray(end + 1, next) };
    offset = next;
  }
}

function refuse(reason: string): never {
  throw new SyncError("bad-frames", reason);
}
