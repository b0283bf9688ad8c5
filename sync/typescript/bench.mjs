/** Times a first sync of a district (two scopes of 500 lines and 870 KB) and a delta of one page, in memory. */

import { performance } from "node:perf_hooks";

import { memoryStorage } from "./build/src/index.js";
import { Publisher } from "./build/test/publisher.js";
import { clientOf, serve } from "./build/test/region.js";

const LINES = 500;
const SCOPE_BYTES = 870_000;
const SCOPES = ["ar", "de"];
const ROUNDS = 7;
const TARGETS = { district: 1000, page: 30 };

const paragraph = "<p>مرحبا بكم في دائرة أوغسبورغ. Willkommen im Landkreis.</p>";
const html = paragraph.repeat(Math.round(SCOPE_BYTES / LINES / Buffer.byteLength(paragraph)));

function district() {
  const publisher = new Publisher("augsburg");
  for (const scope of SCOPES) {
    for (let page = 0; page < LINES; page++) publisher.edit(scope, `page/${page}`, { html, order: page });
  }
  publisher.publish();
  return publisher;
}

async function timed(publisher, storage) {
  const client = clientOf(publisher, serve(publisher), storage);
  const begin = performance.now();
  await client.sync(publisher.region, SCOPES);
  return performance.now() - begin;
}

function print(name, times, target) {
  const sorted = times.toSorted((a, b) => a - b).map((time) => time.toFixed(1));
  const median = sorted[Math.floor(sorted.length / 2)];
  console.log(`${name}: median ${median} ms, best ${sorted[0]}, worst ${sorted.at(-1)} (target ${target} ms)`);
}

const publisher = district();
const storage = memoryStorage();
const first = [];
const edits = [];
await timed(publisher, storage);
for (let round = 0; round < ROUNDS; round++) first.push(await timed(publisher, memoryStorage()));
for (let round = 0; round < ROUNDS; round++) {
  publisher.edit("ar", "page/42", { html: `${html}${round}`, order: 42 });
  publisher.publish();
  edits.push(await timed(publisher, storage));
}
print("district", first, TARGETS.district);
print("one page", edits, TARGETS.page);
