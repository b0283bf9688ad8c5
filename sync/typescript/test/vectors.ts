/** Plays conformance vectors against the client, on any storage, in Node and in browsers. */

import { encode } from "../src/bytes.js";
import { Client, httpTransport, isSyncError, type Outcome, type Storage } from "../src/index.js";
import { idOf } from "../src/ids.js";
import { stateOf } from "../src/state.js";
import { canonical } from "./canonical.js";
import { VectorServer } from "./vector-server.js";

/** What a server has under an id. */
export type Stored = string | Repeated | null;

/** A long text: `before`, `repeat` so many times, `after`. */
export interface Repeated {
  readonly before?: string;
  readonly repeat: string;
  readonly times: number;
  readonly after?: string;
}

interface ScopeExpectation {
  readonly state?: string;
  readonly count?: number;
  readonly rev?: number;
}

interface Expectation extends ScopeExpectation {
  readonly fetch?: readonly string[];
  readonly scopes?: Readonly<Record<string, ScopeExpectation>>;
  readonly deleted?: readonly string[];
  readonly keys?: readonly string[];
  readonly error?: string;
  readonly ignored?: string;
  readonly flags?: { gone?: string[]; update?: boolean; expired?: boolean; restored?: boolean };
}

/** One step of a story. */
export interface Step {
  readonly fresh_client?: boolean;
  readonly wanted?: readonly string[];
  readonly forget?: string;
  readonly objects?: Readonly<Record<string, Stored>>;
  readonly cut?: Readonly<Record<string, number>>;
  readonly roots?: readonly string[];
  readonly now?: string;
  readonly trust_check?: boolean;
  readonly client?: number;
  readonly head?: string;
  readonly recent?: string;
  readonly head_again?: string;
  readonly expect: Expectation;
}

/** A story. */
export interface Vector {
  readonly about?: string;
  readonly level?: "basic" | "verified" | "full";
  readonly region?: string;
  readonly wanted?: readonly string[];
  readonly keyid?: string;
  readonly public_key?: string;
  readonly roots?: readonly string[];
  readonly objects: Readonly<Record<string, Stored>>;
  readonly steps: readonly Step[];
}

const NO_FLAGS = { gone: [], update: false, restored: false, expired: false };

/** Plays all steps of `vector`; throws an `Error` that names the step where the client does otherwise. */
export async function play(vector: Vector, makeStorage: () => Storage): Promise<void> {
  const story = new Story(vector, makeStorage);
  for (const [index, step] of vector.steps.entries()) {
    try {
      await story.play(step);
    } catch (error) {
      throw new Error(`step ${index + 1}: ${error instanceof Error ? error.message : error}`, { cause: error });
    }
  }
}

class Story {
  private readonly server = new VectorServer();
  private readonly region: string;
  private storage: Storage;
  private wanted: readonly string[];
  private now = Date.parse("2026-01-02T00:00:00Z");

  constructor(
    private readonly vector: Vector,
    private readonly makeStorage: () => Storage,
  ) {
    this.region = vector.region ?? "musterstadt";
    this.storage = makeStorage();
    this.wanted = vector.wanted ?? ["ar"];
    this.server.offer(vector.objects, vector.roots);
  }

  async play(step: Step): Promise<void> {
    if (step.head === undefined && step.recent === undefined) throw new Error("it has neither `head` nor `recent`");
    if (step.fresh_client) this.storage = this.makeStorage();
    this.wanted = step.wanted ?? this.wanted;
    this.now = step.now === undefined ? this.now : Date.parse(step.now);
    const client = this.client(step);
    if (step.forget) await client.forget(this.region, step.forget);
    this.server.begin(step);
    const before = await this.everything();
    const result = await this.sync(client, step);
    await this.compare(step, client, before, result);
  }

  private client(step: Step): Client {
    const { roots, keyid, public_key, level } = this.vector;
    return new Client({
      storage: this.storage,
      transport: httpTransport("https://vectors.invalid/sync/v1", { fetch: this.server.fetch }),
      trust: roots?.[0] ? { root: roots[0] } : { keys: { [keyid as string]: public_key as string } },
      level: level === "basic" ? "basic" : "verified",
      version: step.client ?? 1,
      now: () => this.now,
    });
  }

  private async sync(client: Client, step: Step): Promise<Outcome | string> {
    const start = step.recent === undefined ? "head" : "recent/1";
    try {
      return await client.sync(this.region, this.wanted, { start, checkTrust: step.trust_check ?? false });
    } catch (error) {
      if (isSyncError(error)) return error.code;
      throw error;
    }
  }

  private async compare(step: Step, client: Client, before: Everything, result: Outcome | string): Promise<void> {
    const { expect } = step;
    const after = await this.everything();
    const outcome = typeof result === "string" ? null : result;
    same("error", outcome ? (outcome.trustError?.code ?? null) : result, expect.error ?? null);
    if (expect.error) same("state after the error", [...after], [...before]);
    same("ignored", outcome?.result === "stale" ? "stale" : null, expect.ignored ?? null);
    if (expect.fetch) same("fetch", [...this.server.asked].sort(), [...expect.fetch].sort());
    if (expect.rev !== undefined) same("rev", (await client.head(this.region))?.rev, expect.rev);
    if (expect.flags) same("flags", outcome?.flags, { ...NO_FLAGS, ...expect.flags });
    await this.compareFirst(expect, before, after);
    for (const [scope, expected] of Object.entries(expect.scopes ?? {})) {
      await this.compareScope(scope, expected, after);
    }
  }

  /** Compares what is expected of the first wanted scope beside `_`. */
  private async compareFirst(expect: Expectation, before: Everything, after: Everything): Promise<void> {
    const first = this.wanted.find((scope) => scope !== "_") ?? "";
    const [had, has] = [keysOf(before.get(first)), keysOf(after.get(first))];
    if (expect.deleted) same("deleted", had.filter((key) => !has.includes(key)), [...expect.deleted].sort());
    if (expect.keys) same("keys", has, [...expect.keys].sort());
    const { rev: _, ...lines } = expect;
    await this.compareScope(first, lines, after);
  }

  private async compareScope(scope: string, expect: ScopeExpectation, after: Everything): Promise<void> {
    const lines = after.get(scope) ?? [];
    if (expect.count !== undefined) same(`count of ${scope}`, lines.length, expect.count);
    const hashes = new Map(lines.map(([key, line]) => [key, idOf(encode(line))]));
    if (expect.state !== undefined) same(`state of ${scope}`, stateOf(hashes), expect.state);
    const held = await this.storage.scope(this.region, scope);
    if (expect.rev !== undefined) same(`rev of ${scope}`, held?.rev, expect.rev);
  }

  private async everything(): Promise<Everything> {
    const scopes = (await this.storage.scopes(this.region)).sort();
    const lists = await this.storage.items(this.region, scopes);
    return new Map(scopes.map((scope, index) => [scope, (lists[index] ?? []).map(({ key, line }) => [key, line])]));
  }
}

/** By scope: keys and lines. */
type Everything = ReadonlyMap<string, [key: string, line: string][]>;

function keysOf(lines: [key: string, line: string][] | undefined): string[] {
  return (lines ?? []).map(([key]) => key);
}

function same(what: string, actual: unknown, expected: unknown): void {
  const [a, b] = [canonical(actual), canonical(expected)];
  if (a !== b) throw new Error(`${what} is ${a}, not ${b}`);
}
