/** When to sync again. */

import type { Poll } from "./heads.js";

/** What the time of the next sync depends on. */
export interface Circumstances {
  /** What the last head says. */
  readonly poll: Poll;
  /** How many syncs in a row have failed. */
  readonly failures?: number;
  /** The seconds of the last `Retry-After`. */
  readonly retryAfter?: number | null;
  /** A random number in [0, 1). */
  readonly random: () => number;
}

/** How often to ask as long as no head has said it. */
export const DEFAULT_POLL: Poll = { minSeconds: 300, spreadSeconds: 60 };

const FIRST_BACKOFF = 30;
const LONGEST_BACKOFF = 6 * 3600;

/** The seconds to wait until the next sync; spread, so that not all phones ask at once. */
export function nextDelay({ poll, failures = 0, retryAfter, random }: Circumstances): number {
  const ceiling = failures === 0 ? 0 : Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** failures);
  return Math.max(poll.minSeconds, retryAfter ?? 0, random() * ceiling) + random() * poll.spreadSeconds;
}
