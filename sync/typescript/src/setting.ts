/** What a client works with. */

import type { Storage } from "./storage.js";
import type { Transport } from "./transport.js";
import type { Trust } from "./trust.js";

/** The parts of a client, chosen once. */
export interface Setting {
  readonly storage: Storage;
  readonly transport: Transport;
  /** Null: heads are believed unchecked. */
  readonly trust: Trust | null;
  /** What `min_client` of a head is compared with. */
  readonly version: number;
  /** The reader's clock, in milliseconds UTC. */
  readonly now: () => number;
}

/** A day in milliseconds. */
export const DAY = 86_400_000;
