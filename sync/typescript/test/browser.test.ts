/** All vectors on IndexedDB, in a headless Chromium. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import { test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import type { Report } from "./browser-page.js";
import { findVectors } from "./vector-files.js";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
const files = findVectors().files.filter(({ vector }) => vector.level !== "full");
const browser = findBrowser();

test("vectors on IndexedDB", { skip: browser ? false : "no Chromium in PATH", timeout: 45_000 }, async (context) => {
  const page = await bundle();
  const reports = await visit(context, browser as string, page);
  assert.deepEqual(reports.filter(({ error }) => error !== null), []);
  assert.equal(reports.length, files.length + 1);
});

function findBrowser(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const paths = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [process.env["CHROME_BIN"] ?? "", ...paths].find((path) => path && existsSync(path));
}

async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL("browser-page.js", import.meta.url));
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: "esm", write: false });
  return outputFiles[0]?.text ?? "";
}

/** Lets `browser` run `page` and returns what it reports. */
async function visit(context: TestContext, browser: string, page: string): Promise<Report[]> {
  let resolve: (reports: Report[]) => void;
  const reports = new Promise<Report[]>((done) => (resolve = done));
  const server = createServer(async (request, response) => {
    if (request.method === "POST") resolve(JSON.parse(await text(request)) as Report[]);
    const [type, body] = answer(request.url ?? "", page);
    response.setHeader("Content-Type", type).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  context.after(() => server.close());
  context.after(open(browser, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
  return reports;
}

function answer(path: string, page: string): [type: string, body: string] {
  if (path === "/page.js") return ["text/javascript", page];
  if (path === "/vectors.json") return ["application/json", JSON.stringify(files)];
  return ["text/html", '<!doctype html><meta charset="utf-8"><script type="module" src="/page.js"></script>'];
}

/** Opens `url`; the returned function closes the browser. */
function open(browser: string, url: string): () => Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), "lotse-sync-"));
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
  const child = spawn(browser, [...flags, `--user-data-dir=${profile}`, url], { stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  return async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
}
