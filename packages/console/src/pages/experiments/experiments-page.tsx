import type { AaChecksView, ExperimentView, Metric } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Icon } from '../../components/icon.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { href, type Route } from '../../router/route.ts'
import { experimentTexts as x } from '../../texts/experiment-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { ExperimentForm } from './experiment-form.tsx'
import { ExperimentPage } from './experiment-page.tsx'
import { ExperimentsTable } from './experiments-table.tsx'
import { metricTitle } from './metric-title.ts'

/** Ship, stop or wait: all experiments, one of them, or a new one (`?new=yes`). */
export function ExperimentsPage({ route }: { readonly route: Route }) {
  const { t } = useLocale()
  const [, id] = route.path
  if (id !== undefined) return <ExperimentPage key={id} id={id} route={route} />
  if (!route.query.has('new')) return <AllExperiments />
  return (
    <Page title={t(x.create)}>
      <ExperimentForm experiment={undefined} />
    </Page>
  )
}

function AllExperiments() {
  const { t, f } = useLocale()
  const { can } = useSession()
  const list = useResource<{ experiments: ExperimentView[] }>(paths.experiments, { every: 30_000 })
  const known = useResource<{ metrics: Metric[] }>(paths.metrics)
  const metrics = known.value?.metrics ?? []
  return (
    <Page
      title={t(x.title)}
      sub={t(x.sub)}
      actions={
        can('experiments.change') ? (
          <a className="btn primary" href={href(['experiments'], { new: 'yes' })}>
            <Icon name="plus" />
            {t(x.create)}
          </a>
        ) : undefined
      }
    >
      <div className="stack">
        <Loaded resource={list} what={x.what} rows={6}>
          {({ experiments }) => {
            const shown = experiments.filter(({ status }) => status !== 'archived')
            const archived = experiments.length - shown.length
            return experiments.length === 0 ? (
              <Card title={t(x.none)}>
                <div className="empty">
                  <p>{t(x.noneWhy)}</p>
                </div>
              </Card>
            ) : (
              <section className="card flush" aria-label={t(x.title)}>
                <ExperimentsTable experiments={shown} metrics={metrics} now={Date.now()} />
                {archived > 0 ? <p className="card-foot">{t(x.archivedToo(f.count(archived)))}</p> : null}
              </section>
            )
          }}
        </Loaded>
        <AaCard metrics={metrics} />
      </div>
    </Page>
  )
}

/** Whether people who were treated alike look alike: without that no result is to be believed. */
function AaCard({ metrics }: { readonly metrics: readonly Metric[] }) {
  const { t, f, language } = useLocale()
  const { value } = useResource<AaChecksView>(paths.aaChecks)
  if (value === undefined || value.checks.length === 0) return null
  const sum = (of: 'days' | 'falseAlarms'): string => f.count(value.checks.reduce((total, one) => total + one[of], 0))
  return (
    <Card title={t(x.aa)} sub={t(x.aaSub)}>
      <p className="sm">{t(x.aaRight(sum('falseAlarms'), sum('days')))}</p>
      {value.checks
        .filter(({ alarm }) => alarm)
        .map(({ metric }) => (
          <div key={metric} className="banner bad mt3">
            <Icon name="warn" />
            <div className="grow">
              {t(
                x.aaWrong(metricTitle(metrics.find(({ id }) => id === metric) ?? { id: metric, title: '' }, language)),
              )}
            </div>
          </div>
        ))}
    </Card>
  )
}
