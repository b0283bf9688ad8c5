/** Storage in IndexedDB, for browsers and web views. */

import type { StoredItem } from "./lines.js";
import type { Commit, RegionState, ScopeChange, ScopeState, Storage } from "./storage.js";

const STORES = ["region", "scope", "item"] as const;

type ItemRow = StoredItem & { readonly region: string; readonly scope: string };

/** Keeps regions in the IndexedDB database `name`; opened when first needed. */
export function indexedDbStorage(name = "lotse-sync"): Storage {
  const connect = connection(name);
  const read = async (...stores: (typeof STORES)[number][]) => (await connect()).transaction(stores, "readonly");
  return {
    async region(region) {
      const tx = await read("region");
      return (await done<RegionState | undefined>(tx.objectStore("region").get(region))) ?? null;
    },
    async scope(region, scope) {
      const tx = await read("scope");
      return (await done<ScopeState | undefined>(tx.objectStore("scope").get([region, scope]))) ?? null;
    },
    async scopes(region) {
      const tx = await read("scope");
      const keys = await done(tx.objectStore("scope").getAllKeys(within(region)));
      return (keys as [string, string][]).map(([, scope]) => scope);
    },
    async hashes(region, scope) {
      const rows = await rowsOf(await read("item"), region, scope);
      return new Map(rows.map(({ key, hash }) => [key, hash]));
    },
    async item(region, scope, key) {
      const tx = await read("item");
      return (await done<ItemRow | undefined>(tx.objectStore("item").get([region, scope, key]))) ?? null;
    },
    async items(region, scopes) {
      const tx = await read("item");
      return Promise.all(scopes.map((scope) => rowsOf(tx, region, scope)));
    },
    async commit(commit) {
      await write(await connect(), commit);
    },
  };
}

/** Opens the database once, and again after it was closed or could not be opened. */
function connection(name: string): () => Promise<IDBDatabase> {
  let opened: Promise<IDBDatabase> | null = null;
  const forget = () => (opened = null);
  return () => {
    opened ??= open(name, forget).catch((error: unknown) => {
      forget();
      throw error;
    });
    return opened;
  };
}

async function open(name: string, closed: () => void): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("region", { keyPath: "region" });
    request.result.createObjectStore("scope", { keyPath: ["region", "scope"] });
    request.result.createObjectStore("item", { keyPath: ["region", "scope", "key"] });
  };
  const database = await done(request);
  database.onclose = closed;
  // Another tab with a newer client needs to change the stores.
  database.onversionchange = () => {
    database.close();
    closed();
  };
  return database;
}

function write(database: IDBDatabase, { state, scopes }: Commit): Promise<void> {
  const tx = database.transaction(STORES, "readwrite", { durability: "strict" });
  tx.objectStore("region").put(state);
  for (const change of scopes) writeScope(tx, state.region, change);
  return new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error);
  });
}

function writeScope(tx: IDBTransaction, region: string, { scope, state, clear, put, removed }: ScopeChange): void {
  if (state) tx.objectStore("scope").put({ region, scope, ...state });
  else tx.objectStore("scope").delete([region, scope]);
  const items = tx.objectStore("item");
  if (clear) items.delete(within(region, scope));
  for (const key of removed) items.delete([region, scope, key]);
  for (const { key, line, hash } of put) items.put({ region, scope, key, line, hash } satisfies ItemRow);
}

function rowsOf(tx: IDBTransaction, region: string, scope: string): Promise<ItemRow[]> {
  return done(tx.objectStore("item").getAll(within(region, scope)));
}

/** All keys that begin with `path`: an array is greater than every text. */
function within(...path: string[]): IDBKeyRange {
  return IDBKeyRange.bound(path, [...path, []]);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
