/** What a client keeps between syncs, and what a place to keep it has to offer. */

import type { StoredItem } from "./lines.js";
import type { PartName } from "./manifests.js";

/** What is kept of a region. Every member is JSON, so that one text column can hold all of it. */
export interface RegionState {
  readonly region: string;
  /** The head last applied, the whole document. */
  readonly head: string | null;
  /** The ETag under which `head` was answered. */
  readonly etag: string | null;
  /** When the server last said that `head` is current, by the reader's clock, in milliseconds UTC. */
  readonly confirmedAt: number | null;
  /** The newest root that was accepted, the whole document. */
  readonly root: string | null;
  readonly rootEtag: string | null;
  /** When the server was last asked for a newer root, in milliseconds UTC. */
  readonly rootCheckedAt: number | null;
  /** When all lines were last hashed again, in milliseconds UTC. */
  readonly scrubbedAt: number | null;
}

/** What is kept of a scope: the manifest last applied, as far as it is needed later. JSON throughout. */
export interface ScopeState {
  /** The id of the manifest. */
  readonly manifest: string;
  readonly epoch: string;
  readonly rev: number;
  readonly count: number;
  readonly state: string;
  readonly parts: readonly PartName[];
  /** Lines were found damaged: the next sync fetches the whole scope again. */
  readonly damaged: boolean;
}

/** What one commit does to one scope: `clear`, then `removed`, then `put`. */
export interface ScopeChange {
  readonly scope: string;
  /** The new state; null when the scope is given up. */
  readonly state: ScopeState | null;
  /** Whether all items of the scope go first. */
  readonly clear: boolean;
  readonly put: readonly StoredItem[];
  readonly removed: readonly string[];
}

/** Everything that one sync changes. */
export interface Commit {
  readonly state: RegionState;
  readonly scopes: readonly ScopeChange[];
}

/**
 * A place to keep regions, for instance IndexedDB, SQLite or files.
 *
 * Commits to one region come one after the other, reads at any time. Names of regions and scopes are short ASCII text;
 * keys are ASCII and ordered by their bytes.
 */
export interface Storage {
  /** The state of `region`, or null when there is none. */
  region(region: string): Promise<RegionState | null>;
  /** The state of `scope`, or null when there is none. */
  scope(region: string, scope: string): Promise<ScopeState | null>;
  /** The names of all scopes that have a state. */
  scopes(region: string): Promise<string[]>;
  /** The hashes of all lines of `scope`, by key. */
  hashes(region: string, scope: string): Promise<Map<string, string>>;
  /** The item `key`, or null when there is none. */
  item(region: string, scope: string, key: string): Promise<StoredItem | null>;
  /** All items of each of `scopes`, ascending by key, read at one moment: no commit lies between two of them. */
  items(region: string, scopes: readonly string[]): Promise<StoredItem[][]>;
  /** Does all of `commit` durably, or nothing: after a crash at any point a reader finds either. */
  commit(commit: Commit): Promise<void>;
}

/** The state of a region of which nothing is known. */
export function emptyRegion(region: string): RegionState {
  return {
    region,
    head: null,
    etag: null,
    confirmedAt: null,
    root: null,
    rootEtag: null,
    rootCheckedAt: null,
    scrubbedAt: null,
  };
}

/** The change that deletes all of `scope`. */
export function giveUp(scope: string): ScopeChange {
  return { scope, state: null, clear: true, put: [], removed: [] };
}
