import type { ExperimentView, Metric } from 'attune/api-types'
import { href } from '../../router/route.ts'
import { experimentTexts as x } from '../../texts/experiment-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { daysRun } from './days-run.ts'
import { metricTitle } from './metric-title.ts'
import { DecisionBadge, StatusBadge } from './status-badge.tsx'

export interface ExperimentsTableProps {
  readonly experiments: readonly ExperimentView[]
  readonly metrics: readonly Metric[]
  readonly now: number
}

export function ExperimentsTable({ experiments, metrics, now }: ExperimentsTableProps) {
  const { t, f, language } = useLocale()
  return (
    <div className="scroll">
      <table className="table fold">
        <thead>
          <tr>
            <th scope="col">{t(x.experiment)}</th>
            <th scope="col">{t(x.status)}</th>
            <th scope="col">{t(x.verdict)}</th>
            <th scope="col" className="num">
              {t(x.running)}
            </th>
            <th scope="col" className="opt">
              {t(x.mainMetric)}
            </th>
            <th scope="col" className="num opt">
              {t(x.traffic)}
            </th>
          </tr>
        </thead>
        <tbody>
          {experiments.map((experiment) => {
            const { id, title, status, winner, traffic } = experiment
            const main = experiment.metrics[0] ?? ''
            const days = daysRun(experiment, now)
            return (
              <tr key={id}>
                <th scope="row">
                  <a href={href(['experiments', id])}>{title || id}</a>
                  {title ? <small className="mono break">{id}</small> : null}
                </th>
                <td data-label={t(x.status)}>
                  <StatusBadge status={status} />
                </td>
                <td data-label={t(x.verdict)}>{status === 'running' ? <DecisionBadge id={id} /> : (winner ?? '–')}</td>
                <td className="num" data-label={t(x.running)}>
                  {days === undefined ? '–' : t(x.days(f.count(days)))}
                </td>
                <td className="opt" data-label={t(x.mainMetric)}>
                  {metricTitle(metrics.find((one) => one.id === main) ?? { id: main, title: '' }, language)}
                </td>
                <td className="num opt" data-label={t(x.traffic)}>
                  {f.percent(traffic)}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
