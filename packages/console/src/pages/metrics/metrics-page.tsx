import type { MetricView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useResource } from '../../api/use-resource.ts'
import { Icon } from '../../components/icon.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { metricEditorTexts as x } from '../../texts/metric-texts.ts'
import { shellTexts } from '../../texts/shell-texts.ts'
import { metricTitle } from '../experiments/metric-title.ts'
import { MetricActions } from './metric-actions.tsx'
import { MetricSheet } from './metric-sheet.tsx'
import { metricWords } from './metric-words.ts'

/** What experiments are judged by: the built-in metrics and the team's own. */
export function MetricsPage() {
  const { t } = useLocale()
  const { can } = useSession()
  const [adding, setAdding] = useState(false)
  const list = useResource<{ metrics: MetricView[] }>(paths.metrics)
  return (
    <Page
      title={t(shellTexts.metrics)}
      sub={t(x.sub)}
      actions={
        can('experiments.change') ? (
          <button type="button" className="btn primary" onClick={() => setAdding(true)}>
            <Icon name="plus" />
            {t(x.create)}
          </button>
        ) : undefined
      }
    >
      <Loaded resource={list} what={x.what} rows={6}>
        {({ metrics }) => (
          <section className="card flush" aria-label={t(shellTexts.metrics)}>
            <MetricsTable metrics={metrics} onChange={list.reload} />
          </section>
        )}
      </Loaded>
      {adding ? (
        <MetricSheet
          metric={undefined}
          taken={list.value?.metrics.map(({ id }) => id) ?? []}
          onSaved={list.reload}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </Page>
  )
}

interface MetricsTableProps {
  readonly metrics: readonly MetricView[]
  readonly onChange: () => void
}

function MetricsTable({ metrics, onChange }: MetricsTableProps) {
  const locale = useLocale()
  const { t, f, language } = locale
  const { can } = useSession()
  const changes = can('experiments.change')
  const hours = (count: number): string => (Number.isInteger(count) ? f.count(count) : f.decimal(count, 1))
  return (
    <div className="scroll">
      <table className="table fold">
        <thead>
          <tr>
            <th scope="col">{t(x.metric)}</th>
            <th scope="col">{t(x.counts)}</th>
            <th scope="col">{t(x.better)}</th>
            <th scope="col" className="opt">
              {t(x.when)}
            </th>
            <th scope="col" className="opt">
              {t(x.limit)}
            </th>
            {changes ? (
              <th scope="col">
                <span className="sr">{t(x.change)}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {metrics.map((metric) => {
            const { id, delayHours, windowHours, cap } = metric
            return (
              <tr key={id}>
                <th scope="row">
                  {metricTitle(metric, language)}
                  <small>
                    <span className="mono break">{id}</span> · {t(metric.origin === 'own' ? x.own : x.builtIn)}
                  </small>
                </th>
                <td className="break" data-label={t(x.counts)}>
                  {metricWords(metric, locale)}
                </td>
                <td data-label={t(x.better)}>{t(x[metric.better])}</td>
                <td className="opt" data-label={t(x.when)}>
                  {metric.kind === 'retention'
                    ? '–'
                    : windowHours === null
                      ? t(x.toEnd(hours(delayHours)))
                      : t(x.within(hours(delayHours), hours(delayHours + windowHours)))}
                </td>
                <td className="opt" data-label={t(x.limit)}>
                  {cap === null ? t(x.noLimit) : t(x.percentile(f.decimal(cap * 100, 1)))}
                </td>
                {changes ? (
                  <td>
                    <MetricActions metric={metric} onChange={onChange} />
                  </td>
                ) : null}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
