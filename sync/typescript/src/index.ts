/** Keeps the content of a region readable offline, and current with a few bytes: Lotse's delta sync, version 1. */

export type { AdoptedPage } from "./adopted.js";
export { Client, type ClientOptions, type Item } from "./client.js";
export { SyncError, isSyncError, type ErrorCode } from "./errors.js";
export type { Head, HeadScope, Poll } from "./heads.js";
export { httpTransport, type HttpOptions } from "./http-transport.js";
export { indexedDbStorage } from "./indexed-db-storage.js";
export type { StoredItem } from "./lines.js";
export { memoryStorage } from "./memory-storage.js";
export type { Start } from "./opening.js";
export type { Flags, Outcome, ScopeOutcome, SyncOptions } from "./outcome.js";
export { nextDelay, type Circumstances } from "./schedule.js";
export type { Commit, RegionState, ScopeChange, ScopeState, Storage } from "./storage.js";
export type { Answer, Ask, Transport } from "./transport.js";
export type { Root } from "./roots.js";
export type { Trust } from "./trust.js";
