/** Whatever is edited, and however a client gets there, it ends with what was published. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { memoryStorage, type Storage } from "../src/index.js";
import { Publisher } from "./publisher.js";
import { below, seeded } from "./random.js";
import { clientOf, linesIn, serve } from "./region.js";
import { VectorServer } from "./vector-server.js";

const KEYS = 24;
const PUBLICATIONS = 12;

for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
  test(`clients that come often, seldom and for the first time hold the same (seed ${seed})`, async () => {
    const random = seeded(seed);
    const publisher = new Publisher();
    const server = new VectorServer();
    const [often, seldom] = [memoryStorage(), memoryStorage()];
    for (let publication = 0; publication < PUBLICATIONS; publication++) {
      disturb(publisher, random);
      publisher.publish();
      serve(publisher, random() < 0.3 ? { recent: publisher.recent("ar") } : {}, server);
      const start = random() < 0.5 ? ("head" as const) : ("recent/7" as const);
      await clientOf(publisher, server, often).sync(publisher.region, ["ar"], { start });
      if (random() < 0.3) await clientOf(publisher, server, seldom).sync(publisher.region, ["ar"], { start });
    }
    const never = memoryStorage();
    for (const storage of [seldom, never]) await clientOf(publisher, server, storage).sync(publisher.region, ["ar"]);
    for (const storage of [often, seldom, never]) await assertPublished(storage, publisher);
  });

  test(`a client that meets bad objects and a full disk holds one published state (seed ${seed})`, async () => {
    const random = seeded(seed * 1000);
    const publisher = new Publisher();
    const storage = memoryStorage();
    let held: string[] = [];
    for (let publication = 0; publication < PUBLICATIONS; publication++) {
      disturb(publisher, random);
      publisher.publish();
      const server = serve(publisher, { objects: sabotage(publisher, random) });
      const applied = await clientOf(publisher, server, unreliable(storage, random)).sync(publisher.region, ["ar"]).catch(() => null);
      if (applied?.result === "applied") held = await snapshot((scope) => [...publisher.lines(scope)]);
      if (held.length === 0) continue;
      assert.deepEqual(await snapshot((scope) => linesIn(storage, publisher, scope)), held);
    }
    await clientOf(publisher, serve(publisher), storage).sync(publisher.region, ["ar"]);
    await assertPublished(storage, publisher);
  });
}

/** Edits some items, and now and then splits the parts, restores a backup, or begins an epoch. */
function disturb(publisher: Publisher, random: () => number): void {
  if (publisher.rev > 2 && random() < 0.15) publisher.restore(1 + below(random, 2));
  if (random() < 0.1) publisher.newEpoch();
  if (random() < 0.3) publisher.parts = 2 ** below(random, 4);
  for (const scope of ["_", "ar"]) {
    const edits = publisher.rev === 0 ? KEYS : below(random, 4);
    for (let edit = 0; edit < edits; edit++) publisher.edit(scope, `page/${below(random, KEYS)}`, body(random));
  }
}

function body(random: () => number): object | undefined {
  const text = ["مرحبا", "a\u2028b", "tab\there", "<p>Amt</p>"][below(random, 4)];
  return random() < 0.2 ? undefined : { html: `${text} ${below(random, 1e6)}`.repeat(8) };
}

function sabotage(publisher: Publisher, random: () => number): Record<string, string | null> {
  const ids = Object.keys(publisher.objects).filter(() => random() < 0.1);
  return Object.fromEntries(ids.map((id) => [id, random() < 0.5 ? null : "another"]));
}

/** A storage that now and then cannot write. */
function unreliable(storage: Storage, random: () => number): Storage {
  const commit: Storage["commit"] = (change) => {
    return random() < 0.2 ? Promise.reject(new Error("the disk is full")) : storage.commit(change);
  };
  return { ...storage, commit };
}

async function snapshot(read: (scope: string) => unknown): Promise<string[]> {
  return Promise.all(["_", "ar"].map(async (scope) => JSON.stringify(await read(scope))));
}

async function assertPublished(storage: Storage, publisher: Publisher): Promise<void> {
  for (const scope of ["_", "ar"]) {
    assert.deepEqual(await linesIn(storage, publisher, scope), [...publisher.lines(scope)], scope);
  }
}
