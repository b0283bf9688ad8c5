/** The objects of one sync: each asked for once, and checked before anybody sees it. */

import { SyncError } from "./errors.js";
import { idOf } from "./ids.js";
import { MAX_MANIFEST, type ObjectName } from "./manifests.js";
import type { Transport } from "./transport.js";

/** How many objects are asked for at the same time. */
const AT_ONCE = 4;

/** Objects that have come, and those that are on their way. */
export class Objects {
  /** `bytes` are objects that came during an earlier sync; those of this one are added. */
  constructor(
    private readonly transport: Transport,
    private readonly region: string,
    private readonly bytes: Map<string, Uint8Array>,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** Takes `objects` whose hashes have been checked. */
  add(objects: ReadonlyMap<string, Uint8Array>): void {
    for (const [id, bytes] of objects) this.bytes.set(id, bytes);
  }

  /** Whether the object needs no request. */
  has(id: string): boolean {
    return this.bytes.has(id);
  }

  /** The manifest `id`, whose size nobody names. */
  async manifest(id: string): Promise<Uint8Array> {
    return this.bytes.get(id) ?? this.download(id, MAX_MANIFEST);
  }

  /** The object `name`. */
  async one({ id, size }: ObjectName): Promise<Uint8Array> {
    const bytes = this.bytes.get(id) ?? (await this.download(id, size));
    if (bytes.length !== size) throw new SyncError("bad-object", `${id} has ${bytes.length} bytes, not ${size}`);
    return bytes;
  }

  /** The objects `names`, by id. */
  async all(names: readonly ObjectName[]): Promise<Map<string, Uint8Array>> {
    const found = new Map<string, Uint8Array>();
    const queue = names.values();
    // The workers share one iterator: each takes the next name as soon as it is free.
    const work = async () => {
      for (const name of queue) if (!found.has(name.id)) found.set(name.id, await this.one(name));
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, names.length) }, work));
    return found;
  }

  private async download(id: string, limit: number): Promise<Uint8Array> {
    const bytes = await this.transport.object(this.region, id, limit, { signal: this.signal });
    if (!bytes) throw new SyncError("missing-object", id);
    if (bytes.length > limit || idOf(bytes) !== id) throw new SyncError("bad-object", `${id} is not what its id says`);
    this.bytes.set(id, bytes);
    return bytes;
  }
}
