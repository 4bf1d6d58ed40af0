const name = 'attune.theme'

export type Theme = 'light' | 'dark'

/** The theme the reader chose; undefined while it follows the system. */
export function storedTheme(storage: Storage | undefined): Theme | undefined {
  try {
    const value = storage?.getItem(name)
    return value === 'light' || value === 'dark' ? value : undefined
  } catch {
    return undefined
  }
}

export function applyTheme(theme: Theme | undefined): void {
  if (theme) document.documentElement.dataset.theme = theme
}

/** Turns light into dark and back, and remembers it. */
export function toggleTheme(storage: Storage | undefined): void {
  const shown = document.documentElement.dataset.theme
  const dark = shown === 'dark' || (shown === undefined && matchMedia('(prefers-color-scheme: dark)').matches)
  const next: Theme = dark ? 'light' : 'dark'
  applyTheme(next)
  try {
    storage?.setItem(name, next)
  } catch {
    // Forgotten with the tab where storage is forbidden.
  }
}
