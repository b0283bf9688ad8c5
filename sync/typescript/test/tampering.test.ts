/** Whichever byte somebody changes on the way: nothing is applied, and the error says what was wrong. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { isSyncError, memoryStorage, type Start, type Storage } from "../src/index.js";
import { Publisher } from "./publisher.js";
import { clientOf, linesIn, serve } from "./region.js";

const HEAD_ERRORS = ["bad-head", "bad-signature"];
const FRAME_ERRORS = [...HEAD_ERRORS, "bad-frames"];

/** A region with two publications; the returned storage has the first one. */
async function twoPublications(): Promise<{ publisher: Publisher; storage: Storage }> {
  const publisher = new Publisher();
  for (let page = 0; page < 12; page++) publisher.edit("ar", `page/${page}`, { html: "مرحبا" });
  publisher.edit("_", "region/self", { name: "Musterstadt" });
  publisher.publish();
  const storage = memoryStorage();
  await clientOf(publisher, serve(publisher), storage).sync(publisher.region, ["ar"]);
  publisher.edit("ar", "page/1", { html: "طبيب" });
  publisher.edit("ar", "page/2", undefined);
  publisher.publish();
  return { publisher, storage };
}

/** Flips a bit in each byte of each answer whose path ends with `path`, and expects one of `errors` each time. */
async function tamper(path: string, errors: readonly string[], start: Start, storage?: Storage): Promise<void> {
  const region = await twoPublications();
  const { publisher } = region;
  const held = storage ?? region.storage;
  const server = serve(publisher, { recent: publisher.recent("ar") });
  const original = await bodyOf(server.fetch, publisher, path);
  const before = await linesIn(held, publisher, "ar");
  for (let index = 0; index < original.length; index++) {
    const fetch: typeof globalThis.fetch = async (input, init) =>
      String(input).endsWith(path) ? new Response(flipped(original, index)) : server.fetch(input, init);
    const result = await clientOf(publisher, server, held, {}, fetch)
      .sync(publisher.region, ["ar"], { start })
      .catch((error: unknown) => (isSyncError(error) ? error.code : Promise.reject(error)));
    const isExpected = typeof result === "string" && errors.includes(result);
    assert.ok(isExpected, `byte ${index} of ${path}: ${JSON.stringify(result)}`);
    assert.deepEqual(await linesIn(held, publisher, "ar"), before);
  }
}

async function bodyOf(fetch: typeof globalThis.fetch, { region }: Publisher, path: string): Promise<Uint8Array> {
  const response = await fetch(`https://region.invalid/sync/v1/${region}${path}`);
  return new Uint8Array(await response.arrayBuffer());
}

function flipped(original: Uint8Array, index: number): Uint8Array<ArrayBuffer> {
  const bytes = original.slice();
  bytes[index] = (bytes[index] as number) ^ (1 << (index % 7));
  return bytes;
}

test("a changed byte of a head is noticed", () => tamper("/head", HEAD_ERRORS, "head"));

test("a changed byte of frames is noticed", () => tamper("/recent/ar", FRAME_ERRORS, "recent/1"));

test("a changed byte of a manifest, a delta and a part is noticed", async () => {
  const { publisher } = await twoPublications();
  const manifest = publisher.manifest("ar");
  const [delta] = publisher.deltasOf(manifest);
  const { parts } = JSON.parse(publisher.objects[manifest] as string) as { parts: { sha256: string }[] };
  await tamper(`/o/${manifest}`, ["bad-object"], "head");
  await tamper(`/o/${delta}`, ["bad-object"], "head");
  await tamper(`/o/${parts[0]?.sha256}`, ["bad-object"], "head", memoryStorage());
});

test("a line of signatures in another spelling is refused", async () => {
  const { publisher, storage } = await twoPublications();
  const [payload, signatures] = publisher.head.split("\n") as [string, string];
  const padded = signatures.replace(/(.)==/, (_, last: string) => `${String.fromCharCode(last.charCodeAt(0) + 1)}==`);
  for (const head of [`${payload}\n${padded}\n`, `${payload}\n${signatures}`, `${payload}\n${signatures}\n\n`]) {
    const client = clientOf(publisher, serve(publisher, { head }), storage);
    const syncing = client.sync(publisher.region, ["ar"]);
    await assert.rejects(syncing, (error) => isSyncError(error, "bad-head", "bad-signature"));
  }
  assert.notEqual(padded, signatures);
});
