/** What is kept of a region while it is synced: its state, and whose heads it believes. */

import { adoptedScope } from "./adopted.js";
import { isSyncError, type SyncError } from "./errors.js";
import { readStoredHead, type Head } from "./heads.js";
import type { HeadOpening } from "./opening.js";
import { isScrubDue, scrubRegion } from "./scrub.js";
import { DAY, type Setting } from "./setting.js";
import { giveUp, type RegionState, type ScopeChange } from "./storage.js";
import { believing, keyring, type Keyring } from "./trust.js";

/** The state of a region, which changes with each commit. */
export class Kept {
  readonly keyring: Keyring;

  constructor(
    private readonly setting: Setting,
    public state: RegionState,
    signal: AbortSignal | undefined,
  ) {
    const { transport, trust } = setting;
    this.keyring = trust === null ? believing : keyring(trust, state, transport, signal);
  }

  /** The head that is held, or null. */
  head(): Head | null {
    return this.state.head === null ? null : readStoredHead(this.state.head, this.state.region);
  }

  /** Whether the server has lost revisions without beginning a new epoch. */
  isAheadOf(head: Head): boolean {
    const held = this.head();
    return held !== null && held.epoch === head.epoch && head.rev < held.rev;
  }

  /** Commits a head and all that changes with it. */
  async commit({ document, etag }: HeadOpening, changes: readonly ScopeChange[]): Promise<void> {
    const now = this.setting.now();
    const scrubbedAt = this.state.scrubbedAt ?? now;
    const replaced = changes.map(({ scope }) => giveUp(adoptedScope(scope)));
    const state = { ...this.state, ...this.roots(), head: document, etag, confirmedAt: now, scrubbedAt };
    await this.write(state, [...changes, ...replaced]);
  }

  /** Commits the newest root alone, if the server was asked for it. */
  async keepRoot(): Promise<void> {
    if (this.keyring.asked) await this.write({ ...this.state, ...this.roots() }, []);
  }

  /** Looks for a newer root, once a day or when `asked`; says why that failed, unless there was no answer. */
  async lookForRoot(asked: boolean | undefined): Promise<SyncError | null> {
    const age = this.setting.now() - (this.state.rootCheckedAt ?? -Infinity);
    const due = asked ?? Math.abs(age) >= DAY;
    if (!due || !this.keyring.root || this.keyring.asked) return null;
    try {
      await this.keyring.renew();
      return null;
    } catch (error) {
      if (!isSyncError(error)) throw error;
      return error.code === "unreachable" ? null : error;
    } finally {
      await this.keepRoot();
    }
  }

  /** Hashes everything again, once a week. */
  async scrub(): Promise<void> {
    const now = this.setting.now();
    if (isScrubDue(this.state, now)) await scrubRegion(this.setting.storage, this.state, now);
  }

  private async write(state: RegionState, scopes: readonly ScopeChange[]): Promise<void> {
    await this.setting.storage.commit({ state, scopes });
    this.state = state;
  }

  private roots(): Pick<RegionState, "root" | "rootEtag" | "rootCheckedAt"> {
    const { root, etag, asked } = this.keyring;
    const rootCheckedAt = asked ? this.setting.now() : this.state.rootCheckedAt;
    return root ? { root: root.document, rootEtag: etag, rootCheckedAt } : this.state;
  }
}
