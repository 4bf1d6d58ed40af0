import type { ExperimentResultsView, ExperimentView } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { experimentStatusTexts, experimentTexts as x } from '../../texts/experiment-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

export function StatusBadge({ status }: { readonly status: ExperimentView['status'] }) {
  const { t } = useLocale()
  return (
    <span className="badge">
      {status === 'running' ? <i className="dot" /> : null}
      {t(experimentStatusTexts[status])}
    </span>
  )
}

export function ActionBadge({ action }: { readonly action: ExperimentResultsView['decision']['action'] }) {
  const { t } = useLocale()
  const tone = { ship: 'badge good', stop: 'badge bad', 'go-on': 'badge' }[action]
  return <span className={tone}>{t(x[action])}</span>
}

/** What the results of one that runs ask for; nothing until they are there. */
export function DecisionBadge({ id }: { readonly id: string }) {
  const results = useResource<ExperimentResultsView>(paths.experimentResults(id))
  return results.value ? <ActionBadge action={results.value.decision.action} /> : null
}
