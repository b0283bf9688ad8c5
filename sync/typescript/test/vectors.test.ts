/** Every conformance vector, on storage in memory. */

import { test } from "node:test";

import { memoryStorage } from "../src/index.js";
import { findVectors } from "./vector-files.js";
import { play } from "./vectors.js";

const { files, skipped } = findVectors();

for (const { name, vector } of files) {
  const reason = vector.level === "full" ? "packs are not built" : false;
  test(`vector ${name}`, { skip: reason }, () => play(vector, memoryStorage));
}

for (const reason of skipped) test("vectors", { skip: reason }, () => undefined);
