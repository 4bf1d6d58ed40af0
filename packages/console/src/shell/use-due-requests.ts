import type { DueRequests } from 'attune/api-types'
import { useEffect } from 'react'
import { paths } from '../api/paths.ts'
import { useSession } from '../api/session.tsx'
import { useResource } from '../api/use-resource.ts'

const changes = new EventTarget()

/** To be called after a request was opened or answered, so that every badge counts anew. */
export const dueRequestsChanged = (): void => {
  changes.dispatchEvent(new Event('change'))
}

/** What people asked for and still wait for; undefined for whoever may not answer them, and until known. */
export function useDueRequests(): DueRequests | undefined {
  const { can } = useSession()
  const { value, reload } = useResource<DueRequests>(can('privacy.act') ? paths.dueRequests : undefined, {
    every: 60_000,
  })
  useEffect(() => {
    changes.addEventListener('change', reload)
    return () => changes.removeEventListener('change', reload)
  }, [reload])
  return value
}
