/** What an app does with a client, besides what the vectors tell. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { encode } from "../src/bytes.js";
import { idOf } from "../src/ids.js";
import { isSyncError, memoryStorage, nextDelay, type Storage } from "../src/index.js";
import { Publisher } from "./publisher.js";
import { NOW, clientOf, serve } from "./region.js";
import { keepContract } from "./storage-contract.js";

const DAY = 86_400_000;

function published(): Publisher {
  const publisher = new Publisher();
  for (let page = 0; page < 20; page++) publisher.edit("ar", `page/${page}`, { html: "مرحبا", order: page });
  publisher.edit("_", "region/self", { name: "Musterstadt" });
  publisher.publish();
  return publisher;
}

async function synced(publisher: Publisher): Promise<Storage> {
  const storage = memoryStorage();
  await clientOf(publisher, serve(publisher), storage).sync(publisher.region, ["ar"]);
  return storage;
}

test("a reader reads bodies", async () => {
  const publisher = published();
  const client = clientOf(publisher, serve(publisher), await synced(publisher));
  const page = { key: "page/7", body: { html: "مرحبا", order: 7 } };
  assert.deepEqual(await client.item(publisher.region, "AR", "page/7"), page);
  assert.equal(await client.item(publisher.region, "ar", "page/99"), null);
  assert.equal((await client.items(publisher.region, "ar")).length, 20);
  assert.equal(await client.lastConfirmed(publisher.region), "2026-01-01T00:00:00Z");
});

test("one changed page costs its manifest and one delta", async () => {
  const publisher = published();
  const storage = await synced(publisher);
  publisher.edit("ar", "page/3", { html: "أهلا" });
  publisher.publish();
  const server = serve(publisher);
  const { changes } = await clientOf(publisher, server, storage).sync(publisher.region, ["ar"]);
  const manifest = publisher.manifest("ar");
  assert.deepEqual([...server.asked], [manifest, publisher.deltasOf(manifest)[0]]);
  assert.deepEqual(changes, [{ scope: "ar", changed: ["page/3"], deleted: [] }]);
});

test("the document to begin with depends on how old the copy is, and on what is wanted", async () => {
  const publisher = published();
  const asked = async (age: number, wanted: string[], storage: Storage) => {
    const server = serve(publisher, { recent: publisher.recent("ar") });
    const paths: string[] = [];
    const fetch: typeof globalThis.fetch = (input, init) => {
      paths.push(String(input).replace("https://region.invalid/sync/v1/musterstadt/", ""));
      return server.fetch(input, init);
    };
    await clientOf(publisher, server, storage, { now: () => NOW + age }, fetch).sync(publisher.region, wanted);
    return paths[0];
  };
  assert.equal(await asked(0, ["ar"], memoryStorage()), "head");
  assert.equal(await asked(DAY, ["ar"], await synced(publisher)), "recent/ar");
  assert.equal(await asked(7 * DAY, ["ar"], await synced(publisher)), "recent/ar/7");
  assert.equal(await asked(8 * DAY, ["ar"], await synced(publisher)), "head");
  assert.equal(await asked(DAY, ["ar", "de"], await synced(publisher)), "head");
});

test("frames save every further request", async () => {
  const publisher = published();
  const storage = await synced(publisher);
  publisher.edit("ar", "page/3", { html: "أهلا" });
  publisher.publish();
  const server = serve(publisher, { recent: publisher.recent("ar") });
  const { result } = await clientOf(publisher, server, storage).sync(publisher.region, ["ar"]);
  assert.deepEqual([result, server.asked.size], ["applied", 0]);
});

test("what has come before the connection broke is not asked for again", async () => {
  const publisher = published();
  const server = serve(publisher);
  let requests = 0;
  const fetch: typeof globalThis.fetch = (input, init) =>
    ++requests === 4 ? Promise.reject(new TypeError("offline")) : server.fetch(input, init);
  const client = clientOf(publisher, server, memoryStorage(), {}, fetch);
  await assert.rejects(client.sync(publisher.region, ["ar"]), (error) => isSyncError(error, "unreachable"));
  const before = new Set(server.asked);
  server.asked.clear();
  await client.sync(publisher.region, ["ar"]);
  assert.equal([...server.asked].filter((id) => before.has(id)).length, 0);
  assert.deepEqual([before.size, server.asked.size], [3, 1]);
});

test("a damaged line is noticed within a week and fetched again", async () => {
  const publisher = published();
  const storage = await synced(publisher);
  const client = clientOf(publisher, serve(publisher), storage, { now: () => NOW + 7 * DAY });
  assert.deepEqual(await client.scrub(publisher.region), []);
  await damage(storage, publisher);
  await client.sync(publisher.region, ["ar"]);
  const later = clientOf(publisher, serve(publisher), storage, { now: () => NOW + 14 * DAY });
  await later.sync(publisher.region, ["ar"]);
  assert.deepEqual(await later.item(publisher.region, "ar", "page/0"), { key: "page/0", body: {} });
  assert.equal((await later.sync(publisher.region, ["ar"])).result, "applied");
  assert.equal((await later.item(publisher.region, "ar", "page/0"))?.body?.["order"], 0);
});

async function damage(storage: Storage, { region }: Publisher): Promise<void> {
  const [state, scope] = [await storage.region(region), await storage.scope(region, "ar")];
  const item = await storage.item(region, "ar", "page/0");
  assert.ok(state && scope && item && item.hash === idOf(encode(item.line)));
  const put = [{ ...item, line: '{"b":{},"k":"page/0"}' }];
  await storage.commit({ state, scopes: [{ scope: "ar", state: scope, clear: false, put, removed: [] }] });
}

test("what is forgotten is gone, and comes back when it is wanted", async () => {
  const publisher = published();
  const storage = await synced(publisher);
  const client = clientOf(publisher, serve(publisher), storage);
  await client.forget(publisher.region, "ar");
  assert.deepEqual(await client.items(publisher.region, "ar"), []);
  assert.equal((await client.sync(publisher.region, ["ar"])).result, "applied");
  assert.equal((await client.items(publisher.region, "ar")).length, 20);
});

test("adopted pages are shown until their scope has been synced", async () => {
  const publisher = published();
  const storage = memoryStorage();
  const client = clientOf(publisher, serve(publisher), storage);
  const common = { id: 5, path: "/a/ar/b/", title: "عنوان", order: 2 };
  const page = { ...common, content: "<p>x</p>", parent: { id: 4 }, last_updated: "2023-01-01T00:00:00Z" };
  const top = { ...page, id: 4, parent: { id: 0, url: null, path: null }, order: 9 };
  assert.equal(await client.adopt(publisher.region, "ar", JSON.stringify([top, page])), true);
  await client.sync(publisher.region, []);
  const [first, second] = await client.adopted(publisher.region, "ar");
  const expected = { ...common, html: "<p>x</p>", parent: 4, updated: "2023-01-01T00:00:00Z" };
  assert.deepEqual([first, second?.parent], [expected, null]);
  await client.sync(publisher.region, ["ar"]);
  assert.deepEqual(await client.adopted(publisher.region, "ar"), []);
  assert.equal(await client.adopt(publisher.region, "ar", [page]), false);
});

test("what cannot be part of an address is refused", async () => {
  const publisher = published();
  const client = clientOf(publisher, serve(publisher));
  for (const region of ["..", "a/b", ""]) await assert.rejects(client.sync(region, ["ar"]), TypeError);
  await assert.rejects(client.sync(publisher.region, ["../de"]), TypeError);
});

test("syncs of one region wait for each other", async () => {
  const publisher = published();
  const client = clientOf(publisher, serve(publisher));
  const outcomes = await Promise.all([1, 2, 3].map(() => client.sync(publisher.region, ["ar"])));
  assert.deepEqual(outcomes.map(({ result }) => result), ["applied", "unchanged", "unchanged"]);
});

test("the next sync waits for the largest of poll, Retry-After and backoff, and spreads", () => {
  const poll = { minSeconds: 300, spreadSeconds: 60 };
  const random = () => 0.5;
  assert.equal(nextDelay({ poll, random }), 330);
  assert.equal(nextDelay({ poll, random, retryAfter: 1000 }), 1030);
  assert.equal(nextDelay({ poll, random, failures: 6 }), 960 + 30);
  assert.equal(nextDelay({ poll, random, failures: 100 }), 3 * 3600 + 30);
});

test("storage in memory keeps the contract", () => keepContract(memoryStorage()));
