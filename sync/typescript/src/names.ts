/** Names of regions and scopes, as they stand in addresses. */

/** Throws a `TypeError` for a name that may not be part of an address. */
export function requireNames(...names: readonly string[]): void {
  const wrong = names.find((name) => !/^[A-Za-z0-9_-]+$/.test(name));
  if (wrong !== undefined) throw new TypeError(`\`${wrong}\` is no name of a region or language`);
}
