/** Finds the vectors in the folders above this package. */

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Vector } from "./vectors.js";

/** A vector by the name of its file. */
export interface VectorFile {
  readonly name: string;
  readonly vector: Vector;
}

/** Where vectors are kept, seen from some folder above. */
const CONFORMANCE = "tests/conformance/v1";
const SAMPLE = "shared/data/sync-vectors";

/** All vectors, and what was not found. */
export function findVectors(): { files: VectorFile[]; skipped: string[] } {
  const [conformance, sample] = [vectorsIn(CONFORMANCE), vectorsIn(SAMPLE)];
  const skipped = [conformance.length ? [] : [CONFORMANCE], sample.length ? [] : [SAMPLE]].flat();
  const relaxed = sample.map(({ name, vector }) => ({ name: `sample ${name}`, vector: withoutFetch(vector) }));
  return {
    files: [...conformance, ...relaxed],
    skipped: skipped.map((folder) => `no vectors in ${folder} of any folder above`),
  };
}

/** The sample takes deltas that are larger than the parts, which no client should: what it fetches is not compared. */
function withoutFetch(vector: Vector): Vector {
  const steps = vector.steps.map((step) => {
    const { fetch: _, ...expect } = step.expect;
    return { ...step, expect };
  });
  return { ...vector, steps };
}

function vectorsIn(folder: string): VectorFile[] {
  const path = above(folder);
  if (!path) return [];
  const names = readdirSync(path).filter((name) => name.endsWith(".json"));
  return names.sort().map((name) => ({
    name: basename(name, ".json"),
    vector: JSON.parse(readFileSync(join(path, name), "utf8")) as Vector,
  }));
}

/** The path of `folder` below the nearest folder above this file that has it. */
function above(folder: string, from = dirname(fileURLToPath(import.meta.url))): string | null {
  const path = join(from, folder);
  if (existsSync(path)) return path;
  return dirname(from) === from ? null : above(folder, dirname(from));
}
