/** The transport over HTTP: an origin, a CDN, or a mirror of plain files. */

import { download, type Reply, type Requests, type Wish } from "./download.js";
import { SyncError } from "./errors.js";
import { MAX_FRAMES } from "./frames.js";
import { MAX_HEAD } from "./heads.js";
import { MAX_ROOT } from "./roots.js";
import type { Answer, Ask, Transport } from "./transport.js";

/** How to reach a server. */
export interface HttpOptions {
  /** Makes the requests; missing: the `fetch` of the platform. */
  readonly fetch?: typeof fetch;
  /** The longest time without a byte, in milliseconds; missing: 30 s. */
  readonly silence?: number;
}

/** Asks the server at `base`, for instance `https://host/sync/v1`. */
export function httpTransport(base: string, options: HttpOptions = {}): Transport {
  const root = base.replace(/\/+$/, "");
  const requests: Requests = {
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    silence: options.silence ?? 30_000,
  };
  const document = async (path: string, ask: Ask, limit: Pick<Wish, "limit" | "tooLarge">) => {
    const headers: Record<string, string> = ask.etag ? { "If-None-Match": ask.etag } : {};
    return answerOf(await get(requests, { url: `${root}/${path}`, headers, signal: ask.signal, ...limit }));
  };
  return {
    secure: isSecure(root),
    head(region, ask) {
      const at = ask.at === undefined ? "" : `?at=${ask.at}`;
      return document(`${encodeURIComponent(region)}/head${at}`, ask, { limit: MAX_HEAD, tooLarge: "bad-head" });
    },
    recent(region, tag, days, ask) {
      const path = `${encodeURIComponent(region)}/recent/${encodeURIComponent(tag)}${days === 7 ? "/7" : ""}`;
      return document(path, ask, { limit: MAX_FRAMES, tooLarge: "bad-frames" });
    },
    root: (version, ask) => document(`trust/${version}`, ask, { limit: MAX_ROOT, tooLarge: "bad-root" }),
    async object(region, id, limit, { signal }) {
      const url = `${root}/${encodeURIComponent(region)}/o/${id}`;
      const reply = await get(requests, { url, headers: {}, limit, tooLarge: "bad-object", signal });
      return reply.status === 200 ? reply.bytes : null;
    },
  };
}

async function get(requests: Requests, wish: Wish): Promise<Reply> {
  const reply = await download(requests, wish);
  if ([200, 304, 404, 410].includes(reply.status)) return reply;
  const retryAfter = retryAfterOf(reply.headers);
  throw new SyncError("unreachable", `${wish.url} answered ${reply.status}`, { retryAfter });
}

function answerOf({ status, headers, bytes }: Reply): Answer {
  if (status === 304) return { kind: "unchanged" };
  return status === 200 ? { kind: "body", bytes, etag: headers.get("ETag") } : { kind: "missing" };
}

/** The seconds of `Retry-After`, which is a number of them or a date. */
function retryAfterOf(headers: Headers): number | null {
  const value = headers.get("Retry-After");
  if (value === null) return null;
  if (/^\d+$/.test(value)) return Number(value);
  const date = Date.parse(value);
  const sent = Date.parse(headers.get("Date") ?? "");
  // Both by the server's clock: the reader's may be wrong.
  return Number.isNaN(date - sent) ? null : Math.max(0, Math.ceil((date - sent) / 1000));
}

function isSecure(base: string): boolean {
  const { protocol, hostname } = new URL(base);
  return protocol === "https:" || hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
}
