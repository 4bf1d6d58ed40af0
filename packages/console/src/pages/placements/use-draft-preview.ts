import type { Placement, PlacementPreview, RecommendationResponse } from 'attune/api-types'
import { useEffect, useState } from 'react'
import { ApiProblem } from '../../api/api-problem.ts'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'

export interface DraftPreview {
  /** The last good answer, also while a newer one is on its way. */
  readonly value: RecommendationResponse | undefined
  /** What is wrong with the draft as it stands. */
  readonly problem: ApiProblem | undefined
}

/** Typing has paused. */
const pauseMs = 400

/** What a placement would show a person, and what the server says against it, while it is being edited. */
export function useDraftPreview(placement: Placement, personId: string, language: string): DraftPreview {
  const { client } = useSession()
  const [state, setState] = useState<DraftPreview>({ value: undefined, problem: undefined })
  const body = JSON.stringify({
    placement: { ...placement, id: placement.id || 'draft' },
    n: 6,
    context: { language },
    ...(personId === '' ? {} : { personId }),
  } satisfies PlacementPreview)
  useEffect(() => {
    const abort = new AbortController()
    const timer = setTimeout(() => {
      client.send<RecommendationResponse>('POST', paths.placementPreview, JSON.parse(body), abort.signal).then(
        (value) => setState({ value, problem: undefined }),
        (problem) => {
          if (!abort.signal.aborted && problem instanceof ApiProblem) setState((old) => ({ ...old, problem }))
        },
      )
    }, pauseMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [client, body])
  return state
}
