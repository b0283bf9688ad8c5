/** A region of tests: a publisher behind a server in memory, and clients of it. */

import { Client, httpTransport, memoryStorage, type ClientOptions, type Storage } from "../src/index.js";
import type { Publisher } from "./publisher.js";
import { VectorServer } from "./vector-server.js";
import type { Step } from "./vectors.js";

/** The clock of tests. */
export const NOW = Date.parse("2026-01-02T00:00:00Z");

/** Serves what `publisher` has published; a step may say otherwise. */
export function serve(publisher: Publisher, step: Partial<Step> = {}, server = new VectorServer()): VectorServer {
  server.begin({ head: publisher.head, expect: {}, ...step, objects: { ...publisher.objects, ...step.objects } });
  return server;
}

/** A client of `server` that trusts the key of `publisher`. */
export function clientOf(
  publisher: Publisher,
  server: VectorServer,
  storage: Storage = memoryStorage(),
  options: Partial<ClientOptions> = {},
  fetch = server.fetch,
): Client {
  const transport = httpTransport("https://region.invalid/sync/v1", { fetch });
  const trust = { keys: { [publisher.key.keyid]: publisher.key.publicKey } };
  return new Client({ storage, transport, trust, now: () => NOW, ...options });
}

/** The lines that `storage` has of `scope`, by key. */
export async function linesIn(storage: Storage, publisher: Publisher, scope: string): Promise<[string, string][]> {
  const [items] = await storage.items(publisher.region, [scope]);
  return (items ?? []).map(({ key, line }) => [key, line]);
}
