import { useEffect, useState } from 'react'
import { ApiProblem } from './api-problem.ts'
import { useSession } from './session.tsx'
import type { Resource } from './use-resource.ts'

/** Typing has paused. */
const pauseMs = 400

type State<T> = Omit<Resource<T>, 'reload'>

/**
 * The answer to a question that is asked by POST and changes nothing; asked anew when the question changes, the last good answer
 * staying meanwhile.
 *
 * @param question the body as JSON; undefined asks nothing
 */
export function useAnswer<T>(path: string, question: string | undefined): Resource<T> {
  const { client } = useSession()
  const [round, setRound] = useState(0)
  const [state, setState] = useState<State<T>>({ value: undefined, at: undefined, problem: undefined, slow: false })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks the same question again
  useEffect(() => {
    if (question === undefined) return
    const abort = new AbortController()
    const slow = setTimeout(() => setState((old) => ({ ...old, slow: true })), pauseMs + 300)
    const ask = setTimeout(async () => {
      try {
        const value = await client.send<T>('POST', path, JSON.parse(question), abort.signal)
        setState({ value, at: Date.now(), problem: undefined, slow: false })
      } catch (error) {
        if (abort.signal.aborted) return
        const problem =
          error instanceof ApiProblem
            ? error
            : new ApiProblem({ status: 0, code: 'unexpected-answer', detail: 'The answer could not be read.' })
        setState((old) => ({ ...old, problem, slow: false }))
      } finally {
        clearTimeout(slow)
      }
    }, pauseMs)
    return () => {
      clearTimeout(ask)
      clearTimeout(slow)
      abort.abort()
    }
  }, [client, path, question, round])
  return { ...state, reload: () => setRound((n) => n + 1) }
}
