import type { ModelVersion } from 'attune/api-types'
import { Bar } from '../../charts/bar.tsx'
import { IntervalAxis, IntervalPlot } from '../../charts/interval-plot.tsx'
import { domainAround, ticksWithin } from '../../charts/scale.ts'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { modelTexts as x } from '../../texts/model-texts.ts'
import { judgeAgainstLive, mainMetric } from './judge-against-live.ts'
import { VersionBadge } from './version-badge.tsx'

export interface VersionsTableProps {
  readonly versions: readonly ModelVersion[]
  readonly chosen: number | undefined
  readonly onChoose: (version: number) => void
}

const metricName = mainMetric.toUpperCase()

/** Versions of one model with their metric on one scale, the live one as the line. */
export function VersionsTable({ versions, chosen, onChoose }: VersionsTableProps) {
  const { t, f } = useLocale()
  const live = versions.find((version) => version.live)
  const reference = live?.metrics?.[mainMetric]?.value
  const estimates = versions.flatMap((version) => version.metrics?.[mainMetric] ?? [])
  const domain = domainAround(estimates)
  return (
    <div className="scroll">
      <table className="table fold">
        <thead>
          <tr>
            <th scope="col">{t(x.version)}</th>
            <th scope="col">{t(x.state)}</th>
            <th scope="col" className="plotcol">
              <span className="sr">{t(commonTexts.interval)}</span>
              {estimates.length > 0 ? (
                <IntervalAxis
                  domain={domain}
                  ticks={ticksWithin(domain[0], domain[1], 4)}
                  format={(v) => f.decimal(v, 3)}
                />
              ) : null}
            </th>
            <th scope="col" className="num">
              {metricName}
            </th>
            <th scope="col">{t(x.coverage)}</th>
            <th scope="col" className="num">
              {t(x.data)}
            </th>
            <th scope="col" className="num">
              {t(x.trained)}
            </th>
          </tr>
        </thead>
        <tbody>
          {versions.map((version) => {
            const estimate = version.metrics?.[mainMetric]
            const coverage = version.metrics?.['coverage@10']
            const tone = judgeAgainstLive(version, live)
            const name = `v${version.version}`
            return (
              <tr key={version.version} className={version.version === chosen ? 'sel' : ''}>
                <th scope="row">
                  <button
                    type="button"
                    className="link m nowrap"
                    aria-pressed={version.version === chosen}
                    onClick={() => onChoose(version.version)}
                  >
                    {version.name} <span className="mono">{name}</span>
                  </button>
                  {version.kind === version.name ? null : <small>{version.kind}</small>}
                </th>
                <td>
                  <VersionBadge version={version} live={live?.version ?? null} />
                </td>
                <td className="plotcol">
                  {estimate ? (
                    <IntervalPlot
                      estimate={estimate}
                      domain={domain}
                      reference={reference}
                      tone={tone}
                      label={`${name}: ${metricName} ${f.decimal(estimate.value, 4)}, ${t(commonTexts.interval)} ${f.decimalRange(estimate.low, estimate.high, 4)}`}
                    />
                  ) : version.progress ? (
                    <Bar share={version.progress.total > 0 ? version.progress.done / version.progress.total : 0} />
                  ) : null}
                </td>
                <td className={`num m lead ${tone === 'none' ? '' : tone}`}>
                  {estimate ? (
                    <>
                      {f.decimal(estimate.value, 3)}
                      <small>{f.decimalRange(estimate.low, estimate.high, 3)}</small>
                    </>
                  ) : (
                    <span className="muted xs">{version.status === 'training' ? '' : t(x.noMetrics)}</span>
                  )}
                </td>
                <td data-label={t(x.coverage)}>
                  {coverage ? (
                    <div className="cell">
                      <Bar share={coverage.value} grey />
                      <span className="right">{f.percent(coverage.value)}</span>
                    </div>
                  ) : null}
                </td>
                <td className="num opt">
                  {version.data ? f.big(version.data.interactions) : ''}
                  {version.data && live?.data && version.data.hash !== live.data.hash ? (
                    <small>{t(x.otherData)}</small>
                  ) : null}
                </td>
                <td className="num muted opt">
                  {f.ago(Date.parse(version.finishedAt ?? version.createdAt))}
                  {version.seconds === null ? null : <small>{t(x.took(f.duration(version.seconds * 1000)))}</small>}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
