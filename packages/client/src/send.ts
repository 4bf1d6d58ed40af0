import type { Facts } from './types.ts'

/** How one attempt ended: settled for good, or to be tried again (after `waitMs` when the server named a time). */
export type Outcome =
  | { readonly kind: 'stored'; readonly body: Facts }
  | { readonly kind: 'refused'; readonly status: number; readonly body: Facts }
  | { readonly kind: 'again'; readonly status: number; readonly waitMs: number; readonly message: string }

export interface Sender {
  readonly fetch: typeof fetch
  readonly key: string
  readonly timeoutMs: number
  readonly now: () => number
}

/** Statuses that say "not now" rather than "bad". */
const passing: ReadonlySet<number> = new Set([408, 425, 429])

/** Posts JSON once, or gets where there is no body. Never throws. */
export async function send(sender: Sender, url: string, body?: string, keepalive = false): Promise<Outcome> {
  try {
    const response = await sender.fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${sender.key}` },
      ...(body !== undefined && { body }),
      keepalive,
      signal: AbortSignal.timeout(sender.timeoutMs),
    })
    const text = await response.text()
    const { status } = response
    if (response.ok) return { kind: 'stored', body: parse(text) }
    if (status >= 400 && status < 500 && !passing.has(status)) return { kind: 'refused', status, body: parse(text) }
    const waitMs = retryAfterMs(response.headers.get('retry-after'), sender.now())
    return { kind: 'again', status, waitMs, message: `The server answered ${status}.` }
  } catch (error) {
    return { kind: 'again', status: 0, waitMs: 0, message: error instanceof Error ? error.message : String(error) }
  }
}

/** `Retry-After` in seconds or as a date, as milliseconds from now; 0 where there is none. */
export function retryAfterMs(header: string | null, now: number): number {
  if (!header) return 0
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isFinite(wait) ? Math.max(wait, 0) : 0
}

function parse(text: string): Facts {
  try {
    const value: unknown = JSON.parse(text)
    return value !== null && typeof value === 'object' ? (value as Facts) : {}
  } catch {
    return {}
  }
}
