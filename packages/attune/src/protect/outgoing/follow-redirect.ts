/** A request as it stands between two hops. */
export interface Hop {
  readonly url: string
  readonly method: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
}

/** What another origin may be told. */
const plainHeaders = ['accept', 'accept-encoding', 'user-agent']
const aboutBody = ['content-type', 'content-length', 'content-encoding']

const keep = (headers: Hop['headers'], wanted: (name: string) => boolean): Hop['headers'] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => wanted(name)))

/**
 * The request after a redirect (RFC 9110, section 15.4): 303, and 301 or 302 of a POST, become a GET without a body. To
 * another origin goes no header of the caller (keys, cookies, signatures) and no body.
 *
 * @throws Error when the redirect leads from TLS to none, or would carry a body to another origin
 */
export function followRedirect({ url, method, headers, body }: Hop, status: number, location: string): Hop {
  const from = new URL(url)
  const to = new URL(location, from)
  if (from.protocol === 'https:' && to.protocol !== 'https:') throw new Error('a redirect away from TLS')
  const toGet = status === 303 ? method !== 'HEAD' : status < 303 && method === 'POST'
  const next: Hop = toGet
    ? { url: to.href, method: 'GET', headers: keep(headers, (name) => !aboutBody.includes(name)), body: undefined }
    : { url: to.href, method, headers, body }
  if (to.origin === from.origin) return next
  if (next.body !== undefined) throw new Error('a body for another origin')
  return { ...next, headers: keep(next.headers, (name) => plainHeaders.includes(name)) }
}
