import type { PrivacySignal } from './consent-types.ts'
import type { Facts } from './types.ts'

interface Signals {
  readonly globalPrivacyControl?: boolean
  readonly doNotTrack?: string | null
}

/** How the browser asks not to be tracked: Global Privacy Control, Do Not Track; null where it does not. */
export function privacySignal(): PrivacySignal | null {
  const { globalPrivacyControl, doNotTrack } = (globalThis.navigator ?? {}) as Signals
  return globalPrivacyControl === true ? 'gpc' : doNotTrack === '1' ? 'dnt' : null
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

interface PageWatchers {
  /** The page may be about to go. */
  readonly leave: () => void
  /** The network is back. */
  readonly back: () => void
  /** Another tab wrote into localStorage; null: emptied it. */
  readonly written: (key: string | null) => void
}

/** Returns how to stop watching. */
export function watchPage({ leave, back, written }: PageWatchers): () => void {
  if (typeof document === 'undefined') return () => {}
  const stopping = new AbortController()
  const { signal } = stopping
  const hidden = (): void => {
    if (document.visibilityState === 'hidden') leave()
  }
  addEventListener('pagehide', leave, { signal })
  addEventListener('online', back, { signal })
  addEventListener('storage', ({ key }) => written(key), { signal })
  document.addEventListener('visibilitychange', hidden, { signal })
  return () => stopping.abort()
}

/** A random id: the platform's UUID, or the same shape from `random` where pages are not served securely. */
export function randomId(random: () => number): string {
  const platform = globalThis.crypto as { randomUUID?: () => string } | undefined
  if (platform?.randomUUID) return platform.randomUUID()
  return 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => Math.floor(random() * 16).toString(16))
}
