import type { ExperimentResultsView, ExperimentView } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { href, type Route } from '../../router/route.ts'
import { useDetail } from '../../shell/detail.tsx'
import { experimentTexts as x } from '../../texts/experiment-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { upliftTexts } from '../../texts/uplift-texts.ts'
import { fitsUplift } from '../uplift/fits-uplift.ts'
import { DesignCard } from './design-card.tsx'
import { ExperimentActions } from './experiment-actions.tsx'
import { ExperimentForm } from './experiment-form.tsx'
import { ExperimentResults } from './experiment-results.tsx'
import { StatusBadge } from './status-badge.tsx'

/** One experiment: what was decided of it, what it found so far, and what to do. */
export function ExperimentPage({ id, route }: { readonly id: string; readonly route: Route }) {
  const { t } = useLocale()
  const { can } = useSession()
  const experiment = useResource<ExperimentView>(paths.experiment(id), { every: 30_000 })
  const { value } = experiment
  const begun = value !== undefined && value.startedAt !== null
  const results = useResource<ExperimentResultsView>(
    begun ? paths.experimentResults(id, route.query.get('by')) : undefined,
    { every: 30_000 },
  )
  const title = value?.title || id
  useDetail(title)
  if (route.query.has('edit') && value)
    return (
      <Page title={t(x.editTitle(title))} sub={<span className="mono break">{id}</span>}>
        <ExperimentForm experiment={value} onSaved={experiment.reload} />
      </Page>
    )
  return (
    <Page
      title={title}
      sub={
        <span className="row wrap">
          <span className="mono break">{id}</span>
          {value ? <StatusBadge status={value.status} /> : null}
        </span>
      }
      actions={
        value ? (
          <>
            {fitsUplift(value) && can('models.change') ? (
              <a className="btn" href={href(['uplift'], { train: id })}>
                {t(upliftTexts.toUplift)}
              </a>
            ) : null}
            <ExperimentActions experiment={value} decision={results.value?.decision} onChange={experiment.reload} />
          </>
        ) : undefined
      }
    >
      <Loaded resource={experiment} what={x.whatOne} rows={4}>
        {(shown) => (
          <div className="stack">
            {begun ? (
              <Loaded resource={results} what={x.whatResults} rows={8}>
                {(found) => <ExperimentResults results={found} route={route} />}
              </Loaded>
            ) : (
              <Card title={t(x.decision)}>
                <p>{t(x.notStarted)}</p>
              </Card>
            )}
            <DesignCard experiment={shown} />
          </div>
        )}
      </Loaded>
    </Page>
  )
}
