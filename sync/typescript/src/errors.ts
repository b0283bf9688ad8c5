/** Why a sync applied nothing. */

/**
 * What went wrong, in a form that programs compare.
 *
 * `unreachable` is the only one that says nothing about the server's content: no usable answer came, for instance
 * because the phone is offline, the server is overloaded or the region is unknown there.
 */
export type ErrorCode =
  | "bad-signature"
  | "bad-head"
  | "bad-root"
  | "bad-frames"
  | "bad-object"
  | "missing-object"
  | "bad-content"
  | "state-mismatch"
  | "unreachable";

/** A sync that applied nothing; what was stored before is untouched. */
export class SyncError extends Error {
  override readonly name = "SyncError";
  readonly code: ErrorCode;
  /** Seconds after which the server asks to be called again, when it said so. */
  readonly retryAfter: number | null;

  constructor(code: ErrorCode, message: string, options: { retryAfter?: number | null; cause?: unknown } = {}) {
    super(`${code}: ${message}`, { cause: options.cause });
    this.code = code;
    this.retryAfter = options.retryAfter ?? null;
  }
}

/** Whether `error` is a `SyncError` with one of `codes`. */
export function isSyncError(error: unknown, ...codes: ErrorCode[]): error is SyncError {
  return error instanceof SyncError && (codes.length === 0 || codes.includes(error.code));
}
