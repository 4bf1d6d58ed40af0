const name = 'attune.key'

/** Takes the key out of an address such as `#key=…`; undefined where there is none. */
export const keyInHash = (hash: string): string | undefined => /^#key=([^&]+)/.exec(hash)?.[1]

/** Keeps the key for this tab only. Works (forgetfully) where storage is forbidden. */
export const storedKey = {
  read(storage: Storage | undefined): string | undefined {
    try {
      return storage?.getItem(name) ?? undefined
    } catch {
      return undefined
    }
  },
  write(storage: Storage | undefined, key: string | undefined): void {
    try {
      if (key === undefined) storage?.removeItem(name)
      else storage?.setItem(name, key)
    } catch {
      // Private windows may refuse; the key then lives until the tab is closed.
    }
  },
}
