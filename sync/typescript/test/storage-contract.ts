/** What every storage has to do, whichever it is. */

import { emptyRegion, giveUp, type ScopeState, type Storage } from "../src/storage.js";

const SCOPE: ScopeState = {
  manifest: "m1",
  epoch: "1-a",
  rev: 1,
  count: 2,
  state: "s1",
  parts: [{ id: "p1", size: 10, lo: 0, hi: 255 }],
  damaged: false,
};

/** Throws an `Error` where `storage`, which is empty at first, does otherwise. */
export async function keepContract(storage: Storage): Promise<void> {
  const state = { ...emptyRegion("a"), head: "h" };
  equal(await storage.region("a"), null);
  equal(await storage.items("a", ["ar", "_"]), [[], []]);
  const change = { scope: "ar", state: SCOPE, clear: false, removed: [] };
  await storage.commit({ state, scopes: [{ ...change, put: [item("page/2"), item("event/1"), item("page/10")] }] });
  await storage.commit({ state: emptyRegion("ab"), scopes: [{ ...change, put: [item("page/9")] }] });
  equal([await storage.region("a"), strip(await storage.scope("a", "ar"))], [state, SCOPE]);
  equal(await keysOf(storage), ["event/1", "page/10", "page/2"]);
  equal((await storage.hashes("a", "ar")).get("page/10"), "#page/10");
  equal(await storage.item("a", "ar", "page/3"), null);
  equal((await storage.item("a", "ar", "page/2"))?.line, "مرحبا\u2028page/2");
  await storage.commit({ state, scopes: [{ ...change, removed: ["page/2", "page/3"], put: [item("page/4")] }] });
  equal(await keysOf(storage), ["event/1", "page/10", "page/4"]);
  const replaced = { ...change, clear: true, put: [item("page/5")] };
  await storage.commit({ state, scopes: [replaced, { ...change, scope: "_", put: [] }] });
  equal([await keysOf(storage), (await storage.scopes("a")).sort()], [["page/5"], ["_", "ar"]]);
  await storage.commit({ state, scopes: [giveUp("ar")] });
  equal([await keysOf(storage), await storage.scopes("a"), await storage.scope("a", "ar")], [[], ["_"], null]);
  equal((await storage.items("ab", ["ar"]))[0]?.length, 1);
}

function item(key: string) {
  return { key, line: `مرحبا\u2028${key}`, hash: `#${key}` };
}

async function keysOf(storage: Storage): Promise<string[] | undefined> {
  return (await storage.items("a", ["ar"]))[0]?.map(({ key }) => key);
}

/** Only what a scope state has to have: a storage may add names. */
function strip(state: ScopeState | null): object | null {
  return state && Object.fromEntries(Object.keys(SCOPE).map((name) => [name, state[name as keyof ScopeState]]));
}

function equal(actual: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${a} is not ${b}`);
}
