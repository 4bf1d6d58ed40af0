import { useMemo, useSyncExternalStore } from 'react'
import { href, parseRoute, type Route } from './route.ts'

const subscribe = (listener: () => void) => {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(
    subscribe,
    () => location.hash,
    () => '',
  )
  return useMemo(() => parseRoute(hash), [hash])
}

/** Changes values of the query without a new entry in the history. */
export function replaceQuery(route: Route, changes: Readonly<Record<string, string | undefined>>): void {
  const address = href(route.path, { ...Object.fromEntries(route.query), ...changes })
  history.replaceState(null, '', address)
  dispatchEvent(new HashChangeEvent('hashchange'))
}

export function go(address: string): void {
  location.hash = address.replace(/^#/, '')
}
