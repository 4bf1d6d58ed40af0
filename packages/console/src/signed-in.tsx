import type { Permission } from 'attune/api-types'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { createApiClient } from './api/api-client.ts'
import { ApiProblem } from './api/api-problem.ts'
import { paths } from './api/paths.ts'
import { type Session, SessionProvider } from './api/session.tsx'
import { Router } from './router/router.tsx'
import { signInTexts } from './texts/access-texts.ts'
import type { Text } from './texts/text.ts'

export interface SignedInProps {
  /** Undefined for a person, whom their cookie tells. */
  readonly apiKey: string | undefined
  readonly signOut: (why?: Text) => void
}

interface Rights {
  readonly permissions: readonly string[]
  readonly personal: boolean
}

const none: Rights = { permissions: [], personal: false }

/** The console for somebody the server knows. */
export function SignedIn({ apiKey, signOut }: SignedInProps) {
  const [rights, setRights] = useState<Rights>()
  const [round, setRound] = useState(0)
  // A new client forgets what it was answered: after a change of rights the same address says something else.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round forgets the answers
  const client = useMemo(() => {
    let worked = false
    return createApiClient({
      key: apiKey,
      fetch: async (input, init) => {
        const response = await fetch(input, init)
        worked ||= response.ok
        return response
      },
      now: Date.now,
      onUnauthorized: () => signOut(worked || apiKey === undefined ? signInTexts.expired : signInTexts.keyRefused),
    })
  }, [apiKey, signOut, round])

  useEffect(() => {
    const abort = new AbortController()
    client.get<Rights>(paths.whoami, abort.signal).then(
      ({ permissions, personal }) => setRights({ permissions, personal }),
      (problem) => {
        if (problem instanceof ApiProblem) setRights(none)
      },
    )
    return () => abort.abort()
  }, [client])

  const can = useCallback((permission: Permission) => rights?.permissions.includes(permission) === true, [rights])
  const session = useMemo<Session>(
    () => ({
      client,
      can,
      personal: rights?.personal,
      person: apiKey === undefined,
      renew: () => setRound((before) => before + 1),
      signOut: () => signOut(),
    }),
    [client, can, rights, apiKey, signOut],
  )
  return (
    <SessionProvider session={session}>
      <Router />
    </SessionProvider>
  )
}
