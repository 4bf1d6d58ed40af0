/** Every single value of a tree of settings (a list is one) with its path. */
export function flattenSettings(value: unknown, path: readonly string[] = []): [path: string[], value: unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[[...path], value]]
  return Object.entries(value).flatMap(([key, child]) => flattenSettings(child, [...path, key]))
}
