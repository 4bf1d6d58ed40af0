/** Where the reader is: the part of the address after `#`, such as `#/people/p_8f31?placement=home`. */
export interface Route {
  /** Decoded segments: `['people', 'p_8f31']`; empty for the overview. */
  readonly path: readonly string[]
  readonly query: ReadonlyMap<string, string>
}

const decode = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export function parseRoute(hash: string): Route {
  const text = hash.replace(/^#\/?/, '')
  const cut = text.indexOf('?')
  const path = (cut < 0 ? text : text.slice(0, cut)).split('/').filter((part) => part !== '')
  return {
    path: path.map(decode),
    query: new Map(new URLSearchParams(cut < 0 ? '' : text.slice(cut + 1))),
  }
}

/** The address of a route; the inverse of `parseRoute`. Undefined and empty query values are left out. */
export function href(path: readonly string[], query: Readonly<Record<string, string | undefined>> = {}): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value) search.set(key, value)
  const tail = search.toString()
  return `#/${path.map(encodeURIComponent).join('/')}${tail ? `?${tail}` : ''}`
}
