/** The client: keeps regions current and lets readers read them. */

import { adoptedPages, adoptedScope, readAdopted, type AdoptedPage } from "./adopted.js";
import { isSyncError } from "./errors.js";
import { readStoredHead, type Head } from "./heads.js";
import { bodyOf, type StoredItem } from "./lines.js";
import { withLock } from "./locks.js";
import { requireNames } from "./names.js";
import type { Outcome, SyncOptions } from "./outcome.js";
import { readRoot, type Root } from "./roots.js";
import { DEFAULT_POLL, nextDelay } from "./schedule.js";
import { scrubRegion } from "./scrub.js";
import type { Setting } from "./setting.js";
import { emptyRegion, giveUp, type RegionState, type Storage } from "./storage.js";
import { syncRegion } from "./sync.js";
import type { Transport } from "./transport.js";
import type { Trust } from "./trust.js";

/** What a client is made of. */
export interface ClientOptions {
  readonly storage: Storage;
  readonly transport: Transport;
  /** Whose heads are believed; the level `basic` needs none. */
  readonly trust?: Trust;
  /** `basic` leaves signatures unchecked and relies on TLS; hashes and states are checked at every level. */
  readonly level?: "basic" | "verified";
  /** What `min_client` of a head is compared with; missing: 1, the version of this package. */
  readonly version?: number;
  /** The reader's clock, in milliseconds UTC. */
  readonly now?: () => number;
  /** Random numbers in [0, 1). */
  readonly random?: () => number;
}

/** An item as readers see it. */
export interface Item {
  readonly key: string;
  /** Null when the line is no JSON; the line itself is kept. */
  readonly body: Record<string, unknown> | null;
}

/** Keeps the regions in a storage current. */
export class Client {
  private readonly setting: Setting;
  private readonly random: () => number;
  /** Checked objects of syncs that broke off, by region and id. */
  private readonly arrived = new Map<string, Map<string, Uint8Array>>();

  constructor({ storage, transport, trust, level = "verified", version = 1, now, random }: ClientOptions) {
    if (level === "verified" && trust === undefined) throw new TypeError("the level `verified` needs `trust`");
    const believed = level === "basic" ? null : (trust as Trust);
    this.setting = { storage, transport, trust: believed, version, now: now ?? Date.now };
    this.random = random ?? Math.random;
  }

  /**
   * Brings `wanted` language scopes of `region`, and always `_`, to what the server has, in one commit.
   *
   * Throws a `SyncError` when nothing was applied; what was stored before stays readable. Scopes that are not wanted
   * are left as they are.
   */
  async sync(region: string, wanted: readonly string[], options: SyncOptions = {}): Promise<Outcome> {
    const scopes = [...new Set(["_", ...wanted.map((scope) => scope.toLowerCase())])];
    requireNames(region, ...scopes);
    return this.locked(region, () => this.syncLocked(region, scopes, options));
  }

  /** The item `key` of `scope`, or null when there is none. */
  async item(region: string, scope: string, key: string): Promise<Item | null> {
    const item = await this.setting.storage.item(region, scope.toLowerCase(), key);
    return item && read(item);
  }

  /** All items of `scope`, ascending by key. */
  async items(region: string, scope: string): Promise<Item[]> {
    const [items] = await this.snapshot(region, [scope]);
    return items ?? [];
  }

  /** All items of each of `scopes` at one revision: no sync comes between two of them. */
  async snapshot(region: string, scopes: readonly string[]): Promise<Item[][]> {
    const lists = await this.setting.storage.items(region, scopes.map((scope) => scope.toLowerCase()));
    return lists.map((items) => items.map(read));
  }

  /** The head that was applied last, or null before the first sync. */
  async head(region: string): Promise<Head | null> {
    const { head } = await this.state(region);
    return head === null ? null : readStoredHead(head, region);
  }

  /** When the server issued what is stored, RFC 3339, or null before the first sync. */
  async lastConfirmed(region: string): Promise<string | null> {
    return (await this.head(region))?.issued ?? null;
  }

  /** The newest root that was accepted, or null when keys are pinned or nothing was synced. */
  async root(region: string): Promise<Root | null> {
    const { root } = await this.state(region);
    return root === null ? null : readRoot(root);
  }

  /** Deletes `scope` and its items; a sync that wants it fetches it again. */
  forget(region: string, scope: string): Promise<void> {
    const name = scope.toLowerCase();
    return this.locked(region, async () => {
      const state = await this.state(region);
      await this.setting.storage.commit({ state, scopes: [giveUp(name), giveUp(adoptedScope(name))] });
    });
  }

  /** Hashes every line again and returns the scopes that are damaged; `sync` does so once a week by itself. */
  scrub(region: string): Promise<string[]> {
    const { storage, now } = this.setting;
    return this.locked(region, async () => scrubRegion(storage, await this.state(region), now()));
  }

  /** The seconds to wait before the next sync, after `failures` failed ones in a row. */
  async nextDelay(region: string, { failures = 0, retryAfter = null as number | null } = {}): Promise<number> {
    const poll = (await this.head(region))?.poll ?? DEFAULT_POLL;
    return nextDelay({ poll, failures, retryAfter, random: this.random });
  }

  /**
   * Keeps `pages`, an answer of `/api/v3/{region}/{language}/pages/`, to be shown until `tag` has been synced.
   *
   * Returns whether they were taken: a scope that has been synced needs none.
   */
  adopt(region: string, tag: string, pages: string | readonly unknown[]): Promise<boolean> {
    const [language, put] = [tag.toLowerCase(), readAdopted(pages)];
    return this.locked(region, async () => {
      if (await this.setting.storage.scope(region, language)) return false;
      const scopes = [{ ...giveUp(adoptedScope(language)), put }];
      await this.setting.storage.commit({ state: await this.state(region), scopes });
      return true;
    });
  }

  /** The pages adopted for `tag`, by their order; none once `tag` has been synced. */
  async adopted(region: string, tag: string): Promise<AdoptedPage[]> {
    const [items] = await this.setting.storage.items(region, [adoptedScope(tag.toLowerCase())]);
    return adoptedPages(items ?? []);
  }

  private async syncLocked(region: string, scopes: readonly string[], options: SyncOptions): Promise<Outcome> {
    const arrived = this.arrived.get(region) ?? new Map<string, Uint8Array>();
    this.arrived.delete(region);
    try {
      return await syncRegion(this.setting, region, scopes, options, arrived);
    } catch (error) {
      // Only the connection was at fault, or the caller gave up: the next sync goes on with what has come.
      if (!isSyncError(error) || error.code === "unreachable") this.arrived.set(region, arrived);
      throw error;
    }
  }

  private async state(region: string): Promise<RegionState> {
    return (await this.setting.storage.region(region)) ?? emptyRegion(region);
  }

  private locked<T>(region: string, task: () => Promise<T>): Promise<T> {
    return withLock(`lotse-sync:${region}`, task);
  }
}

function read({ key, line }: StoredItem): Item {
  return { key, body: bodyOf(line) };
}
