import { useCallback, useEffect, useMemo, useState } from 'react'
import { createApiClient } from './api/api-client.ts'
import { ApiProblem } from './api/api-problem.ts'
import { paths } from './api/paths.ts'
import { type Session, SessionProvider } from './api/session.tsx'
import { storedKey } from './api/stored-key.ts'
import { SignInPage } from './pages/sign-in/sign-in-page.tsx'
import { Router } from './router/router.tsx'
import { browserStorage } from './shell/browser-storage.ts'
import { signInTexts } from './texts/shell-texts.ts'
import type { Text } from './texts/text.ts'

/** Signed in with a key, or asking for one. */
export function App({ initialKey }: { readonly initialKey: string | undefined }) {
  const [key, setKey] = useState(initialKey)
  const [notice, setNotice] = useState<Text>()
  const signIn = useCallback((next: string) => {
    storedKey.write(browserStorage('session'), next)
    setNotice(undefined)
    setKey(next)
  }, [])
  const signOut = useCallback((why?: Text) => {
    storedKey.write(browserStorage('session'), undefined)
    setNotice(why)
    setKey(undefined)
  }, [])
  if (key === undefined) return <SignInPage notice={notice} onKey={signIn} />
  return <SignedIn key={key} apiKey={key} signOut={signOut} />
}

interface SignedInProps {
  readonly apiKey: string
  readonly signOut: (why?: Text) => void
}

function SignedIn({ apiKey, signOut }: SignedInProps) {
  const [admin, setAdmin] = useState<boolean>()
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
      onUnauthorized: () => signOut(worked ? signInTexts.expired : signInTexts.refused),
    })
  }, [apiKey, signOut])

  useEffect(() => {
    const abort = new AbortController()
    client.get<{ scopes: readonly string[] }>(paths.whoami, abort.signal).then(
      ({ scopes }) => setAdmin(scopes.includes('admin')),
      (problem) => {
        if (problem instanceof ApiProblem) setAdmin(false)
      },
    )
    return () => abort.abort()
  }, [client])

  const session = useMemo<Session>(() => ({ client, admin, signOut: () => signOut() }), [client, admin, signOut])
  return (
    <SessionProvider session={session}>
      <Router />
    </SessionProvider>
  )
}
