/** Pages in the JSON of the Integreat API, version 3, shown until a scope has been synced for the first time. */

import { encode } from "./bytes.js";
import { idOf } from "./ids.js";
import { isObject, type Members } from "./json.js";
import { bodyOf, type StoredItem } from "./lines.js";

/** A page that the app had before the first sync. */
export interface AdoptedPage {
  readonly id: number;
  /** The address within the app, for instance `/augsburg/de/arbeit/`. */
  readonly path: string;
  readonly title: string;
  readonly html: string;
  /** The id of the page above; null at the top. */
  readonly parent: number | null;
  readonly order: number;
  /** When it was last changed, RFC 3339; empty when unknown. */
  readonly updated: string;
}

/** Where the pages adopted for `tag` are kept; the colon keeps the name apart from every tag. */
export function adoptedScope(tag: string): string {
  return `adopted:${tag}`;
}

/** Reads the answer of `/api/v3/{region}/{language}/pages/`; throws a `TypeError` when it is none. */
export function readAdopted(json: string | readonly unknown[]): StoredItem[] {
  const pages: unknown = typeof json === "string" ? JSON.parse(json) : json;
  if (!Array.isArray(pages) || !pages.every(isObject)) throw new TypeError("this is no list of pages");
  return pages.map((page) => store(readPage(page)));
}

/** The adopted pages in `items`, in the order of the app: by `order`, then by id. */
export function adoptedPages(items: readonly StoredItem[]): AdoptedPage[] {
  const pages = items.map(({ line }) => bodyOf(line) as unknown as AdoptedPage);
  return pages.sort((a, b) => a.order - b.order || a.id - b.id);
}

function readPage(page: Members): AdoptedPage {
  if (!Number.isSafeInteger(page["id"])) throw new TypeError("a page has no id");
  const parent = isObject(page["parent"]) ? Number(page["parent"]["id"] ?? 0) : 0;
  return {
    id: page["id"] as number,
    path: textOf(page["path"]),
    title: textOf(page["title"]),
    html: textOf(page["content"]),
    parent: parent === 0 ? null : parent,
    order: Number(page["order"] ?? 0),
    updated: textOf(page["last_updated"]),
  };
}

function store(page: AdoptedPage): StoredItem {
  const key = `page/${page.id}`;
  const line = JSON.stringify({ b: page, k: key });
  return { key, line, hash: idOf(encode(line)) };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
