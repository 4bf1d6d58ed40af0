import { useCallback, useEffect, useState } from 'react'
import { ApiProblem } from './api-problem.ts'
import { useSession } from './session.tsx'

export interface Resource<T> {
  /** The last good answer, also while a newer one is on its way or failed. */
  readonly value: T | undefined
  /** When `value` came, milliseconds since the epoch. */
  readonly at: number | undefined
  readonly problem: ApiProblem | undefined
  /** Nothing to show for 300 ms: time for a skeleton. */
  readonly slow: boolean
  reload(): void
}

interface State<T> {
  readonly path: string | undefined
  readonly value?: T | undefined
  readonly at?: number | undefined
  readonly problem?: ApiProblem | undefined
  readonly slow?: boolean
}

export interface ResourceOptions {
  /** Ask again after so many milliseconds, while the page is visible. */
  readonly every?: number | undefined
}

/** Reads one GET address and keeps it fresh. `undefined` as the path asks for nothing. */
export function useResource<T>(path: string | undefined, { every }: ResourceOptions = {}): Resource<T> {
  const { client } = useSession()
  const [state, setState] = useState<State<T>>({ path: undefined })
  const [round, setRound] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks the same address again
  useEffect(() => {
    if (path === undefined) return
    const abort = new AbortController()
    let poll: ReturnType<typeof setTimeout> | undefined
    const late = setTimeout(() => setState((old) => (old.path === path ? old : { path, slow: true })), 300)
    const ask = async (first = false) => {
      // A tab that nobody looks at need not stay fresh, but it must have something to show.
      if (!first && document.hidden) return again()
      try {
        const value = await client.get<T>(path, abort.signal)
        setState({ path, value, at: client.last(path)?.at })
      } catch (error) {
        if (abort.signal.aborted) return
        const problem =
          error instanceof ApiProblem
            ? error
            : new ApiProblem({ status: 0, code: 'unexpected-answer', detail: 'The answer could not be read.' })
        setState((old) => (old.path === path ? { ...old, slow: false, problem } : { path, problem }))
      } finally {
        clearTimeout(late)
      }
      again()
    }
    const again = () => {
      if (every !== undefined && !abort.signal.aborted) poll = setTimeout(() => ask(), every)
    }
    ask(true)
    return () => {
      abort.abort()
      clearTimeout(late)
      clearTimeout(poll)
    }
  }, [client, path, every, round])

  const reload = useCallback(() => setRound((n) => n + 1), [])
  const kept = path === undefined ? undefined : client.last<T>(path)
  const mine = state.path === path
  return {
    value: (mine ? state.value : undefined) ?? kept?.value,
    at: (mine ? state.at : undefined) ?? kept?.at,
    problem: mine ? state.problem : undefined,
    slow: mine && state.slow === true && !kept,
    reload,
  }
}
