import type { Facts } from './types.ts'

interface Signals {
  readonly globalPrivacyControl?: boolean
  readonly doNotTrack?: string | null
}

/** Whether the browser asks not to be tracked: Global Privacy Control or Do Not Track. */
export function asksForPrivacy(): boolean {
  const signals = (globalThis.navigator ?? {}) as Signals
  return signals.globalPrivacyControl === true || signals.doNotTrack === '1'
}

/** What is known about the page and the device, in the words of Segment's context. */
export function contextNow(): Facts {
  const library = { name: '@attune/client', version: '0.1.0' }
  if (typeof document === 'undefined') return { library }
  const { href, pathname, search } = location
  return {
    library,
    page: { url: href, path: pathname, search, title: document.title, referrer: document.referrer },
    locale: navigator.language,
    userAgent: navigator.userAgent,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    screen: { width: screen.width, height: screen.height, density: devicePixelRatio },
  }
}

/** Calls `leave` whenever the page may be about to go, and `back` when the network is back. Returns how to stop listening. */
export function watchPage({ leave, back }: { readonly leave: () => void; readonly back: () => void }): () => void {
  if (typeof document === 'undefined') return () => {}
  const stopping = new AbortController()
  const { signal } = stopping
  const hidden = (): void => {
    if (document.visibilityState === 'hidden') leave()
  }
  addEventListener('pagehide', leave, { signal })
  addEventListener('online', back, { signal })
  document.addEventListener('visibilitychange', hidden, { signal })
  return () => stopping.abort()
}

/** A random id: the platform's UUID, or the same shape from `random` where pages are not served securely. */
export function randomId(random: () => number): string {
  const platform = globalThis.crypto as { randomUUID?: () => string } | undefined
  if (platform?.randomUUID) return platform.randomUUID()
  return 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => Math.floor(random() * 16).toString(16))
}
