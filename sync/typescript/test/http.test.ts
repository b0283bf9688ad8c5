/** The transport against a real server on loopback: codings, limits, broken bodies, silence. */

import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import { gzipSync } from "node:zlib";

import { httpTransport, isSyncError, type ErrorCode } from "../src/index.js";

const OBJECT = Buffer.from("0123456789".repeat(20_000));
const ID = "a".repeat(64);

async function listen(context: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/sync/v1`;
}

function failsWith(code: ErrorCode) {
  return (error: unknown) => isSyncError(error, code);
}

/** Sends `bytes`, of which only the first `count` arrive. */
function breakOff(response: ServerResponse, bytes: Buffer, count: number): void {
  response.setHeader("Content-Length", bytes.length);
  response.write(bytes.subarray(0, count), () => setTimeout(() => response.destroy(), 20));
}

function rangeOf(request: IncomingMessage): number {
  return Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
}

function sendRest(response: ServerResponse, from: number): void {
  response.writeHead(206, { ETag: '"x"', "Content-Range": `bytes ${from}-${OBJECT.length - 1}/${OBJECT.length}` });
  response.end(OBJECT.subarray(from));
}

test("a body that breaks off is continued where it broke", async (context) => {
  const asked: (string | undefined)[] = [];
  const base = await listen(context, (request, response) => {
    asked.push(request.headers["if-range"] as string | undefined);
    response.setHeader("ETag", '"x"');
    if (rangeOf(request) === 0) breakOff(response, OBJECT, 50_000);
    else sendRest(response, rangeOf(request));
  });
  const bytes = await httpTransport(base).object("augsburg", ID, OBJECT.length, {});
  assert.ok(OBJECT.equals(bytes as Uint8Array));
  assert.deepEqual(asked, [undefined, '"x"']);
});

test("a coded body that breaks off is begun again", async (context) => {
  const ranges: (string | undefined)[] = [];
  const coded = gzipSync(OBJECT, { level: 0 });
  const base = await listen(context, (request, response) => {
    ranges.push(request.headers.range);
    response.setHeader("ETag", '"x.gz"').setHeader("Content-Encoding", "gzip");
    if (ranges.length === 1) breakOff(response, coded, 100_000);
    else response.end(coded);
  });
  const bytes = await httpTransport(base).object("augsburg", ID, OBJECT.length, {});
  assert.ok(OBJECT.equals(bytes as Uint8Array));
  assert.deepEqual(ranges, [undefined, undefined]);
});

test("a body that always breaks off is given up", async (context) => {
  let requests = 0;
  const base = await listen(context, (_, response) => breakOff(response, OBJECT, ++requests));
  await assert.rejects(httpTransport(base).object("augsburg", ID, OBJECT.length, {}), failsWith("unreachable"));
  assert.equal(requests, 3);
});

test("a small coded body that becomes large is stopped", async (context) => {
  const bomb = gzipSync(Buffer.alloc(64 << 20), { level: 9 });
  const base = await listen(context, (_, response) => response.setHeader("Content-Encoding", "gzip").end(bomb));
  await assert.rejects(httpTransport(base).head("augsburg", {}), failsWith("bad-head"));
  await assert.rejects(httpTransport(base).object("augsburg", ID, 1000, {}), failsWith("bad-object"));
});

test("a server that says nothing is left", async (context) => {
  const base = await listen(context, () => undefined);
  await assert.rejects(httpTransport(base, { silence: 50 }).head("augsburg", {}), failsWith("unreachable"));
});

test("a caller may give up", async (context) => {
  const base = await listen(context, () => undefined);
  const asking = httpTransport(base).head("augsburg", { signal: AbortSignal.timeout(20) });
  await assert.rejects(asking, (error: Error) => error.name === "TimeoutError");
});

test("an overloaded server says when to come back", async (context) => {
  const base = await listen(context, (_, response) => response.writeHead(503, { "Retry-After": "17" }).end());
  await assert.rejects(
    httpTransport(base).head("augsburg", {}),
    (error) => isSyncError(error, "unreachable") && error.retryAfter === 17,
  );
});

test("addresses and conditions are those of the specification", async (context) => {
  const asked: string[] = [];
  const base = await listen(context, (request, response) => {
    asked.push(`${request.url} ${request.headers["if-none-match"] ?? ""}`.trim());
    response.writeHead(304).end();
  });
  const transport = httpTransport(`${base}/`);
  await transport.head("augsburg", { etag: '"h-1"' });
  await transport.head("augsburg", { at: 12 });
  await transport.recent?.("augsburg", "ar", 1, { etag: '"h-1"' });
  await transport.recent?.("augsburg", "ar", 7, {});
  await transport.root(2, {});
  await transport.root("latest", { etag: '"r"' });
  await transport.object("augsburg", ID, 1, {});
  assert.deepEqual(asked.map((url) => url.replace("/sync/v1", "")), [
    '/augsburg/head "h-1"',
    "/augsburg/head?at=12",
    '/augsburg/recent/ar "h-1"',
    "/augsburg/recent/ar/7",
    "/trust/2",
    '/trust/latest "r"',
    `/augsburg/o/${ID}`,
  ]);
});
