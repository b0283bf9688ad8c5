/** Where documents and objects come from: a server, a folder, a pack. */

/** What came back for a document. */
export type Answer =
  | { readonly kind: "body"; readonly bytes: Uint8Array; readonly etag: string | null }
  /** What the caller has is current. */
  | { readonly kind: "unchanged" }
  /** There is no such document. */
  | { readonly kind: "missing" };

/** What a caller says when it asks. */
export interface Ask {
  /** The ETag of what the caller has. */
  readonly etag?: string | null | undefined;
  /** The revision that the caller has heard of and expects. */
  readonly at?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks for documents and objects.
 *
 * A method throws a `SyncError`: `unreachable` when no usable answer comes, `bad-head`, `bad-frames`, `bad-root` or
 * `bad-object` when the answer is larger than it may be. What it returns need not be checked yet.
 */
export interface Transport {
  /** Whether nobody between can have changed an answer: a root on first contact is taken from such a transport only. */
  readonly secure: boolean;
  /** The head of `region`. */
  head(region: string, ask: Ask): Promise<Answer>;
  /** The frames of `_` and `tag` for a client at most `days` behind; a transport that cannot make them lacks this. */
  recent?(region: string, tag: string, days: 1 | 7, ask: Ask): Promise<Answer>;
  /** The object `id` of at most `limit` bytes, or null when it is missing. */
  object(region: string, id: string, limit: number, ask: Ask): Promise<Uint8Array | null>;
  /** The root of `version`, or the newest one. */
  root(version: number | "latest", ask: Ask): Promise<Answer>;
}
