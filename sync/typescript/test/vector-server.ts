/** A server in memory that answers, through `fetch`, what one step of a vector says. */

import { encode } from "../src/bytes.js";
import { idOf } from "../src/ids.js";
import type { Step, Stored } from "./vectors.js";

/** Answers as the specification says, byte for byte what it was given. */
export class VectorServer {
  /** The objects that were asked for in this step. */
  readonly asked = new Set<string>();
  private readonly objects = new Map<string, Stored>();
  private roots: readonly string[] = [];
  private step: Step = { expect: {} };
  private heads = 0;
  private readonly cut = new Map<string, number>();

  /** Adds to what the server has. */
  offer(objects: Readonly<Record<string, Stored>>, roots: readonly string[] | undefined): void {
    for (const [id, object] of Object.entries(objects)) this.objects.set(id, object);
    this.roots = roots ?? this.roots;
  }

  /** Goes on to `step`. */
  begin(step: Step): void {
    this.offer(step.objects ?? {}, step.roots);
    this.step = step;
    this.heads = 0;
    this.asked.clear();
    this.cut.clear();
    for (const [id, bytes] of Object.entries(step.cut ?? {})) this.cut.set(id, bytes);
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Headers(init?.headers);
    const [scope, kind, name] = new URL(String(input)).pathname.replace("/sync/v1/", "").split("/");
    if (scope === "trust") return this.root(kind as string, request);
    if (kind === "o") return this.object(name as string, request);
    return kind === "recent" ? this.recent(request) : this.head(request);
  };

  private root(version: string, request: Headers): Response {
    const root = version === "latest" ? this.roots.at(-1) : this.roots[Number(version) - 1];
    return root === undefined ? missing() : document(root, request);
  }

  private head(request: Headers): Response {
    const again = this.heads++ > 0 ? this.step.head_again : undefined;
    return document(again ?? this.step.head ?? headFrame(this.step.recent as string), request);
  }

  private recent(request: Headers): Response {
    if (this.step.recent === undefined) return missing();
    this.heads++;
    return document(this.step.recent, request);
  }

  private object(id: string, request: Headers): Response {
    this.asked.add(id);
    const bytes = bytesOf(this.objects.get(id) ?? null);
    if (!bytes) return missing();
    const cut = this.cut.get(id);
    this.cut.delete(id);
    const from = Number(/^bytes=(\d+)-$/.exec(request.get("Range") ?? "")?.[1] ?? 0);
    const headers = { ETag: `"${id}"`, "Content-Range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
    return new Response(stream(bytes.slice(from), cut), { status: from > 0 ? 206 : 200, headers });
  }
}

function document(text: string, request: Headers): Response {
  const bytes = encode(text);
  const etag = `"h-${idOf(bytes).slice(0, 16)}"`;
  if (request.get("If-None-Match") === etag) return new Response(null, { status: 304, headers: { ETag: etag } });
  return new Response(stream(bytes), { headers: { ETag: etag } });
}

function missing(): Response {
  return new Response(null, { status: 404 });
}

/** A body that breaks off after `cut` bytes. */
function stream(bytes: Uint8Array, cut = Infinity): ReadableStream<Uint8Array> {
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent && cut < bytes.length) return controller.error(new TypeError("terminated"));
      if (sent || bytes.length === 0) return controller.close();
      sent = true;
      controller.enqueue(bytes.slice(0, cut));
    },
  });
}

function bytesOf(stored: Stored): Uint8Array | null {
  if (stored === null || typeof stored === "string") return stored === null ? null : encode(stored);
  return encode(`${stored.before ?? ""}${stored.repeat.repeat(stored.times)}${stored.after ?? ""}`);
}

function headFrame(recent: string): string {
  const [line, ...rest] = recent.split("\n");
  return rest.join("\n").slice(0, Number(line?.split(" ")[1]));
}
