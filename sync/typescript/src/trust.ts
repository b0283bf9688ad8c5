/** Whose heads a client believes. */

import { decode } from "./bytes.js";
import { isPublicKey, keyidOf, type Role, type SignedDocument } from "./documents.js";
import { SyncError } from "./errors.js";
import { isHeadSigned } from "./heads.js";
import { readNextRoot, readRoot, type Root } from "./roots.js";
import type { RegionState } from "./storage.js";
import type { Answer, Transport } from "./transport.js";

/**
 * What a client trusts from the beginning.
 *
 * - `root`: the text of a root that the app brings along; newer ones are found from there.
 * - `keys`: public keys (hexadecimal) by key id, pinned: roots are never asked for.
 * - `first-contact`: the first root that the server itself offers, over HTTPS, remembered from then on.
 */
export type Trust = { readonly root: string } | { readonly keys: Readonly<Record<string, string>> } | "first-contact";

/** Checks heads, and learns new roots where an old one leads to them. */
export interface Keyring {
  /** The newest root that was accepted; null with pinned keys, and before first contact. */
  readonly root: Root | null;
  /** The ETag of the answer that named the newest root. */
  readonly etag: string | null;
  /** Whether the server has been asked for the newest root. */
  readonly asked: boolean;
  /** Whether the root was taken from the server just now, without any other reason to trust it. */
  readonly firstContact: boolean;
  /** Refuses `document` unless it is signed; looks for a newer root first where the key is unknown. */
  check(document: SignedDocument): Promise<void>;
  /** Looks for newer roots. */
  renew(): Promise<void>;
}

/** A keyring that believes every head: what protects it is the transport alone. */
export const believing: Keyring = {
  root: null,
  etag: null,
  asked: false,
  firstContact: false,
  check: async () => undefined,
  renew: async () => undefined,
};

/** The keyring of a client that trusts `trust`, and accepted the root in `stored` before. */
export function keyring(trust: Trust, stored: RegionState, transport: Transport, signal?: AbortSignal): Keyring {
  if (typeof trust === "object" && "keys" in trust) return pinned(trust.keys);
  return new RootKeyring(newest(trust, stored.root), stored.rootEtag, transport, signal);
}

function pinned(keys: Readonly<Record<string, string>>): Keyring {
  for (const [keyid, key] of Object.entries(keys)) {
    if (!isPublicKey(key) || keyidOf(key) !== keyid) throw new TypeError(`${keyid} is not the id of its public key`);
  }
  const role: Role = { keys: new Map(Object.entries(keys)), threshold: 1 };
  return { ...believing, check: async (document) => requireSigned(document, role) };
}

function newest(trust: { readonly root: string } | "first-contact", stored: string | null): Root | null {
  const texts = [trust === "first-contact" ? null : trust.root, stored];
  const roots = texts.flatMap((text) => (text === null ? [] : [readRoot(text)]));
  return roots.sort((a, b) => b.version - a.version)[0] ?? null;
}

class RootKeyring implements Keyring {
  asked = false;
  firstContact = false;

  constructor(
    public root: Root | null,
    public etag: string | null,
    private readonly transport: Transport,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async check(document: SignedDocument): Promise<void> {
    if (!this.root) await this.meet();
    const known = (this.root as Root).head;
    if (isHeadSigned(document, known)) return;
    if (document.signatures.some(({ keyid }) => !known.keys.has(keyid))) await this.renew();
    requireSigned(document, (this.root as Root).head);
  }

  renew(): Promise<void> {
    return this.renewFrom(this.root as Root);
  }

  private async meet(): Promise<void> {
    if (!this.transport.secure) throw new SyncError("bad-root", "a first root is taken over HTTPS only");
    await this.renewFrom(readRoot(await this.document(1)));
    this.firstContact = true;
  }

  private async renewFrom(root: Root): Promise<void> {
    const answer = await this.ask("latest", this.etag);
    this.asked = true;
    this.root = answer.kind === "body" ? await this.walk(root, textOf(answer.bytes)) : root;
    if (answer.kind === "body") this.etag = answer.etag;
  }

  private async walk(from: Root, latest: string): Promise<Root> {
    const newest = readRoot(latest).version;
    let root = from;
    while (root.version < newest) {
      const version = root.version + 1;
      root = readNextRoot(version === newest ? latest : await this.document(version), root);
    }
    return root;
  }

  private async document(version: number): Promise<string> {
    const answer = await this.ask(version, null);
    if (answer.kind !== "body") throw new SyncError("bad-root", `the server has no version ${version}`);
    return textOf(answer.bytes);
  }

  private ask(version: number | "latest", etag: string | null): Promise<Answer> {
    return this.transport.root(version, { etag, signal: this.signal });
  }
}

function requireSigned(document: SignedDocument, role: Role): void {
  if (!isHeadSigned(document, role)) throw new SyncError("bad-signature", "no trusted key has signed the head");
}

function textOf(bytes: Uint8Array): string {
  return decode(bytes) ?? "";
}
