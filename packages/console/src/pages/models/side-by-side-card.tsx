import type { ModelList } from 'attune/api-types'
import { IntervalAxis, IntervalPlot } from '../../charts/interval-plot.tsx'
import { digitsOf, domainAround, ticksWithin } from '../../charts/scale.ts'
import { Card } from '../../components/card.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { comparisonTexts as x } from '../../texts/comparison-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { standingVersions } from './compared-rows.ts'
import { mainMetric } from './judge-against-live.ts'
import { metricName } from './metric-name.ts'

const name = metricName(mainMetric)

/** The models of this workspace by their offline metrics; shown where there are several to compare. */
export function SideBySideCard({ models }: { readonly models: ModelList['models'] }) {
  const { t, f } = useLocale()
  const versions = standingVersions(models)
  const rows = versions.flatMap((version) => {
    const estimate = version.metrics?.[mainMetric]
    return estimate ? [{ version, estimate }] : []
  })
  if (rows.length < 2) return null
  const domain = domainAround(rows.map(({ estimate }) => estimate))
  const ticks = ticksWithin(domain[0], domain[1], 5)
  const best = rows[0]?.estimate.value
  const hashes = new Set(versions.map(({ data }) => data?.hash))
  return (
    <Card title={t(x.sideBySide)} sub={t(x.sideBySideSub(name))}>
      {rows.map(({ version, estimate }) => {
        const label = `${version.name} v${version.version}`
        const value = f.decimal(estimate.value, 4)
        const range = f.decimalRange(estimate.low, estimate.high, 4)
        return (
          <div className="iv-row" key={version.name}>
            <div className="lab">
              <span className="break">{version.name}</span> <span className="mono">v{version.version}</span>
              {version.kind === version.name ? null : <small>{version.kind}</small>}
            </div>
            <div className="plot">
              <IntervalPlot
                estimate={estimate}
                domain={domain}
                reference={best}
                tone="none"
                label={`${label}: ${name} ${value}, ${t(commonTexts.interval)} ${range}`}
              />
            </div>
            <div className="val">
              {value}
              <small>{range}</small>
            </div>
          </div>
        )
      })}
      <div className="iv-row axis">
        <div className="lab" />
        <div className="plot">
          <IntervalAxis domain={domain} ticks={ticks} format={(v) => f.decimal(v, digitsOf(ticks))} />
        </div>
        <div className="val" />
      </div>
      {hashes.size > 1 ? <p className="xs muted mt2">{t(x.differentData)}</p> : null}
    </Card>
  )
}
