import type { OwnSession } from 'attune/api-types'
import { useCallback, useEffect, useState } from 'react'
import { openClient, readOwnSession } from './api/own-session.ts'
import { paths } from './api/paths.ts'
import { storedKey } from './api/stored-key.ts'
import { SignInPage } from './pages/sign-in/sign-in-page.tsx'
import { WelcomePage } from './pages/sign-in/welcome-page.tsx'
import { browserStorage } from './shell/browser-storage.ts'
import { SignedIn } from './signed-in.tsx'
import { signInProblems, signInTexts } from './texts/access-texts.ts'
import type { Text } from './texts/text.ts'

export interface AppProps {
  readonly initialKey: string | undefined
  /** Of a one-time link, to set a password with. */
  readonly welcome: string | undefined
  /** Code of what went wrong at a provider that sent the reader back. */
  readonly problem: string | undefined
}

type Stage =
  | { readonly as: 'asking' }
  | { readonly as: 'nobody' }
  | { readonly as: 'person' }
  | { readonly as: 'key'; readonly key: string }

/** Signed in as a person or with a key, or asking who it is. */
export function App({ initialKey, welcome: token, problem }: AppProps) {
  const [stage, setStage] = useState<Stage>(
    initialKey === undefined ? { as: 'asking' } : { as: 'key', key: initialKey },
  )
  const [own, setOwn] = useState<OwnSession>()
  const [welcome, setWelcome] = useState(token)
  const [notice, setNotice] = useState<Text | undefined>(problem === undefined ? undefined : signInProblems[problem])
  const [round, setRound] = useState(0)

  // What there is to sign in with is asked whenever nobody is signed in.
  const asks = stage.as === 'asking' || stage.as === 'nobody'
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks the same address again
  useEffect(() => {
    if (!asks) return
    const abort = new AbortController()
    readOwnSession(abort.signal).then((found) => {
      if (abort.signal.aborted) return
      setOwn(found)
      setStage((now) => (now.as === 'asking' ? { as: found?.signedIn ? 'person' : 'nobody' } : now))
    })
    return () => abort.abort()
  }, [asks, round])

  const withKey = useCallback((key: string) => {
    storedKey.write(browserStorage('session'), key)
    setNotice(undefined)
    setStage({ as: 'key', key })
  }, [])
  const signedIn = useCallback(() => {
    setNotice(undefined)
    setStage({ as: 'person' })
  }, [])
  const signOut = useCallback(
    async (why?: Text) => {
      storedKey.write(browserStorage('session'), undefined)
      if (stage.as === 'person' && why === undefined)
        await openClient()
          .send('DELETE', paths.session)
          .catch(() => {})
      setNotice(why)
      setStage({ as: 'nobody' })
    },
    [stage.as],
  )

  if (welcome !== undefined)
    return (
      <WelcomePage
        token={welcome}
        onDone={(isIn) => {
          setWelcome(undefined)
          if (isIn) return signedIn()
          setNotice(signInTexts.passwordSet)
          setStage({ as: 'nobody' })
        }}
      />
    )
  if (stage.as === 'asking') return null
  if (stage.as === 'nobody')
    return (
      <SignInPage
        notice={notice}
        own={own}
        onKey={withKey}
        onPerson={signedIn}
        onFirst={() => setRound((before) => before + 1)}
      />
    )
  const key = stage.as === 'key' ? stage.key : undefined
  return <SignedIn key={key ?? ''} apiKey={key} signOut={signOut} />
}
