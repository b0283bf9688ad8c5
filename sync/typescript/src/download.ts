/** One GET with a limit on its bytes, a limit on silence, and resumption of a body that broke off. */

import { concat } from "./bytes.js";
import { SyncError, isSyncError, type ErrorCode } from "./errors.js";

/** How to make requests. */
export interface Requests {
  readonly fetch: typeof fetch;
  /** The longest time without a byte, in milliseconds. */
  readonly silence: number;
}

/** What to ask for, and how much of it may come. */
export interface Wish {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The most bytes of the body, counted after decompression. */
  readonly limit: number;
  /** What a larger body is. */
  readonly tooLarge: ErrorCode;
  readonly signal?: AbortSignal | undefined;
}

/** A response, its body read completely. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

/** How often a body may break off, in one download, before the download is given up. */
const ATTEMPTS = 3;

/** Downloads what `wish` says; a body that breaks off is continued where that is safe, else begun again. */
export async function download(requests: Requests, wish: Wish): Promise<Reply> {
  let partial: Partial | null = null;
  for (let attempt = 1; ; attempt++) {
    const broken: Partial | Reply = await once(requests, wish, partial);
    if ("bytes" in broken) return broken;
    if (attempt === ATTEMPTS) throw new SyncError("unreachable", `${wish.url} broke off ${ATTEMPTS} times`, broken);
    partial = broken;
  }
}

/** The beginning of a body. */
interface Partial {
  readonly chunks: readonly Uint8Array[];
  readonly length: number;
  /** The strong ETag with which the rest can be asked for; null when it has to be begun again. */
  readonly etag: string | null;
  readonly cause: unknown;
}

async function once({ fetch, silence }: Requests, wish: Wish, partial: Partial | null): Promise<Reply | Partial> {
  const watch = watchSilence(silence, wish.signal);
  try {
    const response = await start(fetch, wish, partial, watch.signal);
    const chunks = partial && continues(response, partial) ? [...partial.chunks] : [];
    return await readBody(response, wish, chunks, watch.heard);
  } finally {
    watch.stop();
  }
}

async function start(
  fetch: Requests["fetch"],
  wish: Wish,
  partial: Partial | null,
  signal: AbortSignal,
): Promise<Response> {
  const resume = partial?.etag ? { Range: `bytes=${partial.length}-`, "If-Range": partial.etag } : {};
  try {
    return await fetch(wish.url, {
      headers: { ...wish.headers, ...resume },
      signal,
      // The storage is the cache; and whoever reads here is nobody's business.
      cache: "no-store",
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
  } catch (cause) {
    if (wish.signal?.aborted) throw cause;
    throw new SyncError("unreachable", `${wish.url} does not answer`, { cause });
  }
}

async function readBody(
  response: Response,
  wish: Wish,
  chunks: Uint8Array[],
  heard: () => void,
): Promise<Reply | Partial> {
  let length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  try {
    for await (const chunk of chunksOf(response)) {
      heard();
      length += chunk.length;
      if (length > wish.limit) throw new SyncError(wish.tooLarge, `${wish.url} has more than ${wish.limit} bytes`);
      chunks.push(chunk);
    }
  } catch (cause) {
    if (isSyncError(cause) || wish.signal?.aborted) throw cause;
    return { chunks, length, etag: resumableEtag(response, wish.limit), cause };
  }
  return { status: response.status === 206 ? 200 : response.status, headers: response.headers, bytes: concat(chunks) };
}

async function* chunksOf(response: Response): AsyncGenerator<Uint8Array> {
  // React Native has no streams: there the limit is checked when everything has come.
  if (!response.body) return yield new Uint8Array(await response.arrayBuffer());
  const reader = response.body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** An offset means something in uncoded bytes only, and a weak ETag does not promise the same bytes. */
function resumableEtag(response: Response, limit: number): string | null {
  const etag = response.headers.get("ETag");
  return isPlain(response, limit) && etag?.startsWith('"') ? etag : null;
}

/** To scripts of another origin the coding is hidden, but not the length, which for a named size gives it away. */
function isPlain({ headers, type }: Response, limit: number): boolean {
  if (type === "cors") return Number(headers.get("Content-Length")) === limit;
  return (headers.get("Content-Encoding") ?? "identity") === "identity";
}

function continues(response: Response, partial: Partial): boolean {
  if (response.status !== 206) return false;
  if (response.headers.get("Content-Range")?.startsWith(`bytes ${partial.length}-`)) return true;
  throw new SyncError("unreachable", `${response.url} answered another range than the one asked for`);
}

function watchSilence(milliseconds: number, outer?: AbortSignal) {
  const controller = new AbortController();
  const silent = () => controller.abort(new Error(`no byte for ${milliseconds} ms`));
  const abort = () => controller.abort(outer?.reason);
  let timer = setTimeout(silent, milliseconds);
  if (outer?.aborted) abort();
  outer?.addEventListener("abort", abort);
  return {
    signal: controller.signal,
    heard() {
      clearTimeout(timer);
      timer = setTimeout(silent, milliseconds);
    },
    stop() {
      clearTimeout(timer);
      outer?.removeEventListener("abort", abort);
    },
  };
}
