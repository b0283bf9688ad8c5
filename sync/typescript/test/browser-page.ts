/** Runs in a browser: the contract of storages and all vectors on IndexedDB; reports to the server it came from. */

import { indexedDbStorage } from "../src/index.js";
import { keepContract } from "./storage-contract.js";
import type { VectorFile } from "./vector-files.js";
import { play } from "./vectors.js";

/** How one check ended; `error` is null when it passed. */
export interface Report {
  readonly name: string;
  readonly error: string | null;
}

let databases = 0;

function freshStorage() {
  return indexedDbStorage(`test-${++databases}`);
}

async function report(name: string, check: () => Promise<void>): Promise<Report> {
  try {
    await check();
    return { name, error: null };
  } catch (error) {
    return { name, error: String(error) };
  }
}

async function main(): Promise<void> {
  const files = (await (await fetch("/vectors.json")).json()) as VectorFile[];
  const reports = [await report("storage", () => keepContract(freshStorage()))];
  for (const { name, vector } of files) reports.push(await report(name, () => play(vector, freshStorage)));
  await fetch("/reports", { method: "POST", body: JSON.stringify(reports) });
}

void main();
