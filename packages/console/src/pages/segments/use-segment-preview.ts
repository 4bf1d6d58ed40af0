import type { Rule, SegmentPreview } from 'attune/api-types'
import { useEffect, useState } from 'react'
import { ApiProblem } from '../../api/api-problem.ts'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'

/** What the reader wrote last: text, or blocks. */
export type Written = { readonly text: string } | { readonly rule: Rule }

export interface LivePreview {
  /** The last good answer, also while a newer one is on its way. */
  readonly value: SegmentPreview | undefined
  readonly problem: ApiProblem | undefined
  readonly busy: boolean
}

/** Typing has paused. */
const pauseMs = 300

/** How many people a rule selects, and the rule in its other form, while it is being edited. */
export function useSegmentPreview(
  written: Written | undefined,
  id: string | undefined,
  onAnswer: (written: Written, answer: SegmentPreview) => void,
): LivePreview {
  const { client } = useSession()
  const [state, setState] = useState<LivePreview>({ value: undefined, problem: undefined, busy: false })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answer is told to whoever edits now
  useEffect(() => {
    if (written === undefined || ('text' in written && written.text.trim() === '')) return
    const abort = new AbortController()
    setState((old) => ({ ...old, busy: true }))
    const timer = setTimeout(() => {
      client
        .send<SegmentPreview>('POST', paths.segmentPreview, { ...written, ...(id ? { id } : {}) }, abort.signal)
        .then(
          (value) => {
            setState({ value, problem: undefined, busy: false })
            onAnswer(written, value)
          },
          (problem) => {
            if (!abort.signal.aborted)
              setState((old) => ({ ...old, busy: false, problem: problem instanceof ApiProblem ? problem : undefined }))
          },
        )
    }, pauseMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [client, written, id])
  return state
}
