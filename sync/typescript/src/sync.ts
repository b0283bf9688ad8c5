/** One sync of one region: from a head to one commit of all wanted scopes. */

import { isSyncError } from "./errors.js";
import type { Head } from "./heads.js";
import { Kept } from "./kept.js";
import { readManifest, type Manifest } from "./manifests.js";
import { Objects } from "./objects.js";
import { ask, chooseStart, open, type HeadOpening, type Opening, type Start } from "./opening.js";
import type { Flags, Outcome, ScopeOutcome, SyncOptions } from "./outcome.js";
import { isBehind } from "./plan.js";
import { loadScope, readHolding } from "./scopes.js";
import type { Setting } from "./setting.js";
import { emptyRegion, type RegionState, type ScopeChange } from "./storage.js";

/**
 * Brings `scopes` of `region` to what the server has; throws a `SyncError` when nothing was applied.
 *
 * Objects that have `arrived` are not asked for; those that arrive now are added.
 */
export async function syncRegion(
  setting: Setting,
  region: string,
  scopes: readonly string[],
  options: SyncOptions,
  arrived: Map<string, Uint8Array>,
): Promise<Outcome> {
  const stored = (await setting.storage.region(region)) ?? emptyRegion(region);
  return new Sync(setting, scopes, options, stored, arrived).run();
}

class Sync {
  private readonly region: string;
  private readonly kept: Kept;
  private readonly objects: Objects;
  /** Scopes that were loaded in vain, and take all parts for the rest of this sync. */
  private readonly failed = new Set<string>();

  constructor(
    private readonly setting: Setting,
    private readonly scopes: readonly string[],
    private readonly options: SyncOptions,
    stored: RegionState,
    arrived: Map<string, Uint8Array>,
  ) {
    this.region = stored.region;
    this.kept = new Kept(setting, stored, options.signal);
    this.objects = new Objects(setting.transport, stored.region, arrived, options.signal);
  }

  async run(): Promise<Outcome> {
    const outcome = await this.bringUp();
    if (outcome.result === "stale") return outcome;
    const trustError = await this.kept.lookForRoot(this.options.checkTrust);
    await this.kept.scrub();
    return { ...outcome, trustError };
  }

  private async bringUp(): Promise<Outcome> {
    const opening = await this.open(await this.start(), this.kept.state.etag);
    try {
      return await this.follow(opening);
    } catch (error) {
      if (!isSyncError(error, "missing-object")) throw error;
      // Perhaps a cache answered a head whose objects are gone by now: once more, whatever it may say.
      return this.follow(await this.open("head", null));
    }
  }

  private async start(): Promise<Start> {
    const { start, at } = this.options;
    const [language, another] = this.scopes.filter((scope) => scope !== "_");
    if (start || at !== undefined || !language || another) return start ?? "head";
    return chooseStart(this.kept.state, await this.setting.storage.scope(this.region, language), this.setting.now());
  }

  private async open(start: Start, etag: string | null): Promise<Opening> {
    const tag = this.scopes.find((scope) => scope !== "_") ?? "_";
    const wish = { etag: this.kept.state.head && etag, at: this.options.at, signal: this.options.signal };
    const answer = await ask(this.setting.transport, this.region, [start, tag], wish, this.objects);
    try {
      return await open(answer, this.kept.state, this.kept.keyring);
    } finally {
      // A root that was accepted counts from now on, also when it is the reason to refuse this head.
      await this.kept.keepRoot();
    }
  }

  private async follow(opening: Opening): Promise<Outcome> {
    if (opening.kind === "stale") return this.outcome("stale");
    if (opening.kind === "unsupported") return this.outcome("unchanged", { update: true });
    const { head } = opening;
    if (head.minClient > this.setting.version) return this.outcome("unchanged", { update: true });
    const manifests = await inOrder(this.scopes.map((scope) => this.manifest(head, scope)));
    if (manifests.includes("unsupported")) return this.outcome("unchanged", { update: true });
    return this.apply(opening, manifests.filter((manifest) => typeof manifest === "object" && manifest !== null));
  }

  /** The manifest of `scope`, or null when there is nothing to do for it. */
  private async manifest(head: Head, scope: string): Promise<Manifest | "unsupported" | null> {
    const id = head.scopes.get(scope)?.manifest;
    const held = await this.setting.storage.scope(this.region, scope);
    if (id === undefined || (held?.manifest === id && !held.damaged)) return null;
    return readManifest(await this.objects.manifest(id), head, scope);
  }

  private async apply(opening: HeadOpening, manifests: readonly Manifest[]): Promise<Outcome> {
    const loads = await Promise.all(manifests.map((manifest) => this.withHolding(manifest)));
    const behind = loads.some(({ manifest, holding }) => isBehind(manifest, holding.state));
    const restored = behind || this.kept.isAheadOf(opening.head);
    const reliance = { restored, failed: this.failed };
    const changes = await inOrder(
      loads.map(({ manifest, holding }) => loadScope(this.objects, manifest, holding, reliance)),
    );
    const isSame = opening.document === this.kept.state.head && changes.length === 0;
    await this.kept.commit(opening, changes);
    const gone = this.scopes.filter((scope) => !opening.head.scopes.has(scope));
    return this.outcome(isSame ? "unchanged" : "applied", { gone, restored }, changes);
  }

  private async withHolding(manifest: Manifest) {
    return { manifest, holding: await readHolding(this.setting.storage, this.region, manifest.scope) };
  }

  private outcome(
    result: Outcome["result"],
    flags: Partial<Flags> = {},
    changes: readonly ScopeChange[] = [],
  ): Outcome {
    const head = this.kept.head();
    const { root, firstContact } = this.kept.keyring;
    return {
      result,
      head,
      flags: { gone: [], update: false, restored: false, ...flags, expired: this.isExpired(head) },
      changes: changes.map(told),
      firstContact: firstContact ? root : null,
      trustError: null,
    };
  }

  private isExpired(head: Head | null): boolean {
    return head !== null && Date.parse(head.expires) < this.setting.now();
  }
}

function told({ scope, put, removed }: ScopeChange): ScopeOutcome {
  return { scope, changed: put.map(({ key }) => key), deleted: removed };
}

/** Waits for all of `tasks`; the first one in the list that failed decides, not the first one in time. */
async function inOrder<T>(tasks: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(tasks);
  return Promise.all(tasks);
}
