import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiProblem } from './api-problem.ts'

export interface Action<A extends readonly unknown[]> {
  readonly busy: boolean
  readonly problem: ApiProblem | undefined
  run(...args: A): Promise<boolean>
  clear(): void
}

/** Something the reader does that can fail: runs once at a time, keeps the problem. `run` resolves to whether it worked. */
export function useAction<A extends readonly unknown[]>(work: (...args: A) => Promise<void>): Action<A> {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem>()
  const latest = useRef(work)
  useEffect(() => {
    latest.current = work
  })
  const run = useCallback(async (...args: A) => {
    setBusy(true)
    setProblem(undefined)
    try {
      await latest.current(...args)
      return true
    } catch (error) {
      setProblem(
        error instanceof ApiProblem
          ? error
          : new ApiProblem({ status: 0, code: 'unexpected-answer', detail: 'The answer could not be read.' }),
      )
      return false
    } finally {
      setBusy(false)
    }
  }, [])
  return { busy, problem, run, clear: useCallback(() => setProblem(undefined), []) }
}
