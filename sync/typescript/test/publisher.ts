/** A publisher for tests: scopes in memory, written as manifests, parts, deltas, heads and frames. */

import { getPublicKey, sign } from "@noble/ed25519";

import { bytesToHex, encode } from "../src/bytes.js";
import { keyidOf } from "../src/documents.js";
import { idOf } from "../src/ids.js";
import { bucketOf, compareKeys } from "../src/keys.js";
import { stateOf } from "../src/state.js";
import { canonical } from "./canonical.js";

type Bodies = ReadonlyMap<string, object>;
type Lines = ReadonlyMap<string, string>;

interface Publication {
  readonly rev: number;
  readonly lines: Lines;
  /** The id of the manifest. */
  readonly manifest: string;
}

interface Scope {
  bodies: Map<string, object>;
  publications: Publication[];
}

/** A key pair whose secret is `seed`, as often as it takes. */
export class TestKey {
  readonly publicKey: string;
  readonly keyid: string;

  constructor(private readonly seed: number) {
    this.publicKey = bytesToHex(getPublicKey(new Uint8Array(32).fill(seed)));
    this.keyid = keyidOf(this.publicKey);
  }

  /** The signatures line's entry over `payload`. */
  sign(type: string, payload: string): { keyid: string; sig: string } {
    const signature = sign(encode(`${type}\n${payload}`), new Uint8Array(32).fill(this.seed));
    return { keyid: this.keyid, sig: btoa(String.fromCharCode(...signature)) };
  }
}

/** A signed document. */
export function signedDocument(type: string, payload: object, keys: readonly TestKey[]): string {
  const line = canonical(payload);
  return `${line}\n${JSON.stringify({ signatures: keys.map((key) => key.sign(type, line)) })}\n`;
}

/** A root of `version` whose heads `head` sign and whose roots `root` sign. */
export function rootDocument(version: number, head: TestKey, root: TestKey, signers: readonly TestKey[]): string {
  const keys = Object.fromEntries([head, root].map(({ keyid, publicKey }) => [keyid, publicKey]));
  const role = ({ keyid }: TestKey) => ({ keyids: [keyid], threshold: 1 });
  const issued = "2026-01-01T00:00:00Z";
  return signedDocument("sync-root.v1", { head: role(head), issued, keys, root: role(root), v: 1, version }, signers);
}

/** Publishes a region. */
export class Publisher {
  readonly objects: Record<string, string> = {};
  /** The document that `head` answers. */
  head = "";
  key = new TestKey(7);
  epoch = 1764000000;
  rev = 0;
  /** How many parts a scope has: a power of two. */
  parts = 1;
  private serial = 1000;
  private readonly scopes = new Map<string, Scope>();

  constructor(readonly region = "musterstadt") {}

  /** Changes what `scope` will be; an undefined body deletes its key. */
  edit(scope: string, key: string, body: object | undefined): void {
    const { bodies } = this.scope(scope);
    if (body) bodies.set(key, body);
    else bodies.delete(key);
  }

  /** Publishes every scope that differs from what was published, and signs a head. */
  publish(): void {
    const changed = [...this.scopes].filter(([, scope]) => !isPublished(scope));
    if (changed.length > 0) this.rev++;
    for (const [name, scope] of changed) this.publishScope(name, scope);
    this.head = this.signHead();
  }

  /** Goes back to what was published before the last `count` publications, as a restored backup does. */
  restore(count: number): void {
    this.rev = Math.max(1, this.rev - count);
    for (const scope of this.scopes.values()) {
      scope.publications = scope.publications.filter(({ rev }) => rev <= this.rev);
      const lines = scope.publications.at(-1)?.lines ?? new Map<string, string>();
      scope.bodies = new Map([...lines].map(([key, line]) => [key, (JSON.parse(line) as { b: object }).b]));
    }
  }

  /** Begins a new epoch: everything is published again, without deltas. */
  newEpoch(): void {
    this.epoch++;
    for (const scope of this.scopes.values()) scope.publications = [];
  }

  /** What is published of `scope`. */
  lines(scope: string): Lines {
    return this.scope(scope).publications.at(-1)?.lines ?? new Map();
  }

  /** The id of the manifest that `scope` has now. */
  manifest(scope: string): string {
    return this.scope(scope).publications.at(-1)?.manifest ?? "";
  }

  /** The body of `recent/{tag}`. */
  recent(tag: string): string {
    const manifests = ["_", tag].flatMap((name) => this.manifest(name) || []);
    const ids = manifests.flatMap((id) => [id, ...this.deltasOf(id)]);
    return [frame("head", this.head), ...ids.map((id) => frame(`o/${id}`, this.objects[id] as string))].join("");
  }

  /** The ids of the deltas that the manifest `id` names. */
  deltasOf(id: string): string[] {
    const { deltas } = JSON.parse(this.objects[id] as string) as { deltas: { sha256: string }[] };
    return deltas.map(({ sha256 }) => sha256);
  }

  private scope(name: string): Scope {
    const scope = this.scopes.get(name) ?? { bodies: new Map<string, object>(), publications: [] };
    this.scopes.set(name, scope);
    return scope;
  }

  private publishScope(name: string, scope: Scope): void {
    const [rev, lines] = [this.rev, linesOf(scope.bodies)];
    const parts = this.writeParts(lines);
    const half = parts.reduce((sum, { size }) => sum + size, 0) / 2;
    const anchors = scope.publications.slice(-6).reverse();
    const deltas = anchors.map((before) => this.writeDelta(name, before, lines)).filter(({ size }) => size <= half);
    const manifest = this.put(this.describe(name, lines, parts, deltas)).sha256;
    scope.publications.push({ rev, lines, manifest });
  }

  private describe(scope: string, lines: Lines, parts: object[], deltas: { from: number }[]): string {
    const { rev } = this;
    const horizon = Math.min(rev, ...deltas.map(({ from }) => from));
    const state = stateOf(new Map([...lines].map(([key, line]) => [key, idOf(encode(line))])));
    const own = { epoch: this.epochName(), region: this.region, rev, scope, state, v: 1 };
    return canonical({ ...own, count: lines.size, deltas, format: 1, horizon, parts, patches: [] });
  }

  private writeParts(lines: Lines) {
    const width = 256 / this.parts;
    return Array.from({ length: this.parts }, (_, index) => {
      const [lo, hi] = [index * width, (index + 1) * width - 1];
      const inside = [...lines].filter(([key]) => lo <= bucketOf(key) && bucketOf(key) <= hi);
      return { hi, lo, ...this.put(inside.map(([, line]) => `${line}\n`).join("")) };
    });
  }

  private writeDelta(scope: string, before: Publication, lines: Lines) {
    const keys = [...new Set([...before.lines.keys(), ...lines.keys()])].sort(compareKeys);
    const changed = keys.filter((key) => this.hasChanged(scope, key, before.rev, lines.get(key)));
    const span = { from: before.rev, to: this.rev };
    const header = canonical({ delta: 1, epoch: this.epochName(), region: this.region, scope, ...span });
    const body = changed.map((key) => lines.get(key) ?? canonical({ d: 1, k: key }));
    return { ...span, ...this.put([header, ...body].map((line) => `${line}\n`).join("")) };
  }

  /** A delta covers every state since `from`, so what was changed and changed back counts. */
  private hasChanged(scope: string, key: string, from: number, line: string | undefined): boolean {
    return this.scope(scope).publications.some((past) => past.rev >= from && past.lines.get(key) !== line);
  }

  private put(text: string): { sha256: string; size: number } {
    const bytes = encode(text);
    const sha256 = idOf(bytes);
    this.objects[sha256] = text;
    return { sha256, size: bytes.length };
  }

  private signHead(): string {
    const named = [...this.scopes].flatMap(([name, { publications }]) =>
      publications.slice(-1).map(({ manifest, rev }) => [name, { m: manifest, rev }]),
    );
    const times = { expires: "2026-01-15T00:00:00Z", issued: "2026-01-01T00:00:00Z" };
    const order = { epoch: this.epochName(), epoch_seq: this.epoch, rev: this.rev, serial: ++this.serial };
    const poll = { min_s: 300, spread_s: 60 };
    const rest = { default: "de", min_client: 1, poll, region: this.region, status: "active", v: 1 };
    const payload = { ...rest, ...times, ...order, scopes: Object.fromEntries(named) };
    return signedDocument("sync-head.v1", payload, [this.key]);
  }

  private epochName(): string {
    return `${this.epoch}-7b1c`;
  }
}

function isPublished({ bodies, publications }: Scope): boolean {
  const last = publications.at(-1);
  return last !== undefined && canonical([...linesOf(bodies)]) === canonical([...last.lines]);
}

function linesOf(bodies: Bodies): Map<string, string> {
  const sorted = [...bodies].sort(([a], [b]) => compareKeys(a, b));
  return new Map(sorted.map(([key, body]) => [key, canonical({ b: body, k: key })]));
}

function frame(name: string, text: string): string {
  return `${name} ${encode(text).length}\n${text}`;
}

