import type { Person, Placement, RecommendationRequest, RecommendationResponse } from 'attune/api-types'
import { useEffect, useState } from 'react'
import { ApiProblem } from '../../api/api-problem.ts'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { variationName } from '../../format/variation-name.ts'
import type { Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { peopleTexts as x } from '../../texts/people-texts.ts'
import { RecommendationList } from './recommendation-list.tsx'

export interface PreviewCardProps {
  readonly person: Person
  readonly route: Route
}

/** What this person would be shown now, and why; nothing is logged as a decision. */
export function PreviewCard({ person, route }: PreviewCardProps) {
  const { t, language } = useLocale()
  const { value } = useResource<{ placements: readonly Placement[] }>(paths.placements)
  const placements = value?.placements
  const placement = placements?.find((p) => p.id === route.query.get('placement')) ?? placements?.[0]
  const variation = placement?.split.find((arm) => arm.variation === route.query.get('variation'))?.variation
  const preview = usePreview(person, placement?.id, variation, language)
  const shown = preview.value
  return (
    <Card
      title={t(x.now)}
      {...(shown
        ? {
            sub: t(
              x.byModel(
                shown.model.version > 0 ? `${shown.model.name} v${shown.model.version}` : shown.model.name,
                variationName(shown.variation, language),
              ),
            ),
          }
        : {})}
    >
      {placements?.length === 0 ? <p className="sm muted">{t(x.noPlacements)}</p> : null}
      {placements && placement ? (
        <div className="row wrap" style={{ marginBottom: 16 }}>
          <select
            className="input narrow"
            aria-label={t(x.placement)}
            value={placement.id}
            onChange={(event) => replaceQuery(route, { placement: event.target.value, variation: undefined })}
          >
            {placements.map((p) => (
              <option key={p.id} value={p.id}>
                {p.title[language] || p.id}
              </option>
            ))}
          </select>
          <select
            className="input narrow"
            aria-label={t(x.variation)}
            value={variation ?? ''}
            onChange={(event) => replaceQuery(route, { variation: event.target.value })}
          >
            <option value="">{t(x.ownVariation)}</option>
            {placement.split.map((arm) => (
              <option key={arm.variation} value={arm.variation}>
                {variationName(arm.variation, language)}
              </option>
            ))}
          </select>
        </div>
      ) : null}
      {preview.problem ? <ProblemBanner problem={preview.problem} what={x.whatNow} onRetry={preview.reload} /> : null}
      {shown && !preview.problem ? <RecommendationList response={shown} /> : null}
    </Card>
  )
}

function usePreview(person: Person, placement: string | undefined, variation: string | undefined, language: string) {
  const { client } = useSession()
  const [state, setState] = useState<{ value?: RecommendationResponse; problem?: ApiProblem }>({})
  const [round, setRound] = useState(0)
  const { personId, lastSeen } = person
  // A new event of the person changes what they would see: asked again when they were seen again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `lastSeen` and `round` ask the same again
  useEffect(() => {
    if (placement === undefined) return
    const abort = new AbortController()
    const request: RecommendationRequest = {
      placement,
      personId,
      preview: true,
      explain: true,
      n: 6,
      context: { language },
      ...(variation === undefined ? {} : { variation }),
    }
    client.send<RecommendationResponse>('POST', paths.recommendations, request, abort.signal).then(
      (value) => setState({ value }),
      (problem) => {
        if (!abort.signal.aborted && problem instanceof ApiProblem) setState((old) => ({ ...old, problem }))
      },
    )
    return () => abort.abort()
  }, [client, personId, placement, variation, language, lastSeen, round])
  return { ...state, reload: () => setRound((n) => n + 1) }
}
