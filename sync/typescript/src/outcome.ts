/** What a caller of sync asks for, and what it is told. */

import type { SyncError } from "./errors.js";
import type { Head } from "./heads.js";
import type { Start } from "./opening.js";
import type { Root } from "./roots.js";

/** What one call of sync asks for beyond the ordinary. */
export interface SyncOptions {
  /** The revision that the caller has heard of, for a refresh by hand. */
  readonly at?: number;
  /** Gives up when it is aborted; its reason is thrown. */
  readonly signal?: AbortSignal;
  /** Where to begin; missing: chosen by what is stored and how old it is. */
  readonly start?: Start;
  /** Whether to look for a newer root after the commit; missing: once a day. */
  readonly checkTrust?: boolean;
}

/** What a reader is told. */
export interface Flags {
  /** Wanted scopes that the server no longer has; what is stored of them stays. */
  readonly gone: readonly string[];
  /** Only a newer app can read what the server has; nothing was applied. */
  readonly update: boolean;
  /** The head is past its time: say "last confirmed". */
  readonly expired: boolean;
  /** The server has lost revisions without saying so. */
  readonly restored: boolean;
}

/** What a sync has changed in one scope. */
export interface ScopeOutcome {
  readonly scope: string;
  /** The keys whose lines are new or other ones. */
  readonly changed: readonly string[];
  readonly deleted: readonly string[];
}

/** What a sync has done. */
export interface Outcome {
  /** `stale`: the server answered an older head than the stored one, which is no error. */
  readonly result: "applied" | "unchanged" | "stale";
  /** The head that is held now; null when there is none yet. */
  readonly head: Head | null;
  readonly flags: Flags;
  readonly changes: readonly ScopeOutcome[];
  /** The root that was taken on first contact, to be shown; else null. */
  readonly firstContact: Root | null;
  /** Why a look for a newer root failed after the commit; else null. */
  readonly trustError: SyncError | null;
}
