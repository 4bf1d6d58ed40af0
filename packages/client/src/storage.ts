/** Where the queue and the ids are kept. Synchronous, like localStorage; may throw (full, blocked): then memory takes over. */
export interface ClientStorage {
  get(key: string): string | null
  set(key: string, value: string): void
  remove(key: string): void
  keys(): readonly string[]
}

export function memoryStorage(): ClientStorage {
  const values = new Map<string, string>()
  return {
    get: (key) => values.get(key) ?? null,
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
    keys: () => [...values.keys()],
  }
}

/** localStorage where a page may use it, else memory. */
export function defaultStorage(): ClientStorage {
  try {
    // Some versions of Node have a localStorage that warns or throws: only pages with a document get it.
    if (typeof document === 'undefined') return memoryStorage()
    const local = globalThis.localStorage
    local.getItem('attune')
    return {
      get: (key) => local.getItem(key),
      set: (key, value) => local.setItem(key, value),
      remove: (key) => local.removeItem(key),
      keys: () => Object.keys(local),
    }
  } catch {
    return memoryStorage()
  }
}
