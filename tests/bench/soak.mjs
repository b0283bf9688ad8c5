/** The TypeScript client in the soak: syncs until a line comes in, then twice more, and says where it has arrived. */

import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

import { Client, httpTransport, memoryStorage } from "../../sync/typescript/build/src/index.js";

const [base, region, tag] = process.argv.slice(2);
const document = await (await fetch(`${base}/trust/1`)).text();
const client = new Client({ storage: memoryStorage(), transport: httpTransport(base), trust: { root: document } });
const outcomes = {};
let running = true;
createInterface({ input: process.stdin }).once("line", () => (running = false));

async function sync() {
  let outcome;
  try {
    outcome = (await client.sync(region, [tag])).result;
  } catch (error) {
    outcome = error.code ?? String(error);
  }
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
}

while (running) {
  await sync();
  await pause(500);
}
await sync();
await sync();
console.log(JSON.stringify({ rev: (await client.head(region))?.rev, outcomes }));
