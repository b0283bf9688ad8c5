/** Whose heads are believed, and how that changes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Client, httpTransport, isSyncError, memoryStorage, type Storage, type Trust } from "../src/index.js";
import { Publisher, TestKey, rootDocument } from "./publisher.js";
import { NOW, serve } from "./region.js";
import type { VectorServer } from "./vector-server.js";

const [root1, root2, head1, head2] = [new TestKey(1), new TestKey(2), new TestKey(3), new TestKey(4)] as const;
const first = rootDocument(1, head1, root1, [root1]);
const second = rootDocument(2, head2, root2, [root1, root2]);

function published(key: TestKey): Publisher {
  const publisher = new Publisher();
  publisher.key = key;
  publisher.edit("_", "region/self", { name: "Musterstadt" });
  publisher.publish();
  return publisher;
}

function clientWith(
  trust: Trust,
  server: VectorServer,
  storage: Storage = memoryStorage(),
  origin = "https://a.invalid",
): Client {
  const transport = httpTransport(`${origin}/sync/v1`, { fetch: server.fetch });
  return new Client({ storage, transport, trust, now: () => NOW });
}

test("a head that a new key has signed leads to the new root", async () => {
  const publisher = published(head2);
  const client = clientWith({ root: first }, serve(publisher, { roots: [first, second] }));
  assert.equal((await client.sync(publisher.region, [])).result, "applied");
  assert.equal((await client.root(publisher.region))?.version, 2);
});

test("a head that a revoked key has signed is refused once the new root is known", async () => {
  const publisher = published(head1);
  const storage = memoryStorage();
  const client = clientWith({ root: first }, serve(publisher, { roots: [first, second] }), storage);
  await client.sync(publisher.region, []);
  publisher.publish();
  const again = clientWith({ root: first }, serve(publisher, { roots: [first, second] }), storage);
  await assert.rejects(again.sync(publisher.region, []), (error) => isSyncError(error, "bad-signature"));
});

test("a root that the one before has not signed is refused", async () => {
  const publisher = published(head2);
  const forged = rootDocument(2, head2, root2, [root2]);
  const gap = rootDocument(3, head2, root2, [root1, root2]);
  for (const roots of [[first, forged], [first, gap], [first, "no root"]]) {
    const client = clientWith({ root: first }, serve(publisher, { roots }));
    await assert.rejects(client.sync(publisher.region, []), (error) => isSyncError(error, "bad-root"));
    assert.equal(await client.head(publisher.region), null);
  }
});

test("a bad root after the commit is told, and the content stays", async () => {
  const publisher = published(head1);
  const forged = rootDocument(2, head2, root2, [root2]);
  const client = clientWith({ root: first }, serve(publisher, { roots: [first, forged] }));
  const outcome = await client.sync(publisher.region, []);
  assert.deepEqual([outcome.result, outcome.trustError?.code], ["applied", "bad-root"]);
});

test("a root is taken on first contact over HTTPS, and told", async () => {
  const publisher = published(head2);
  const storage = memoryStorage();
  const server = serve(publisher, { roots: [first, second] });
  const outcome = await clientWith("first-contact", server, storage).sync(publisher.region, []);
  assert.equal(outcome.firstContact?.version, 2);
  const later = await clientWith("first-contact", server, storage).sync(publisher.region, []);
  assert.deepEqual([later.result, later.firstContact], ["unchanged", null]);
  const open = clientWith("first-contact", server, memoryStorage(), "http://a.invalid");
  await assert.rejects(open.sync(publisher.region, []), (error) => isSyncError(error, "bad-root"));
});

test("pinned keys ask for no root, and the level basic for no signature", async () => {
  const publisher = published(head1);
  const server = serve(publisher);
  const pinned = clientWith({ keys: { [head2.keyid]: head2.publicKey } }, server);
  await assert.rejects(pinned.sync(publisher.region, []), (error) => isSyncError(error, "bad-signature"));
  const transport = httpTransport("https://a.invalid/sync/v1", { fetch: server.fetch });
  const basic = new Client({ storage: memoryStorage(), transport, level: "basic", now: () => NOW });
  assert.equal((await basic.sync(publisher.region, [])).result, "applied");
});
