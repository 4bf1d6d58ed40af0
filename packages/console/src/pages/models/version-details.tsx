import type { Estimate, ModelVersion } from 'attune/api-types'
import { Fragment } from 'react'
import { IntervalAxis, IntervalPlot } from '../../charts/interval-plot.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { modelTexts as x } from '../../texts/model-texts.ts'
import { metricName } from './metric-name.ts'

/** Metrics that are shares of one: drawn on one scale from 0 to 1. */
const isShare = (name: string) =>
  /^(hr|ndcg|recall|precision|map|mrr|coverage|personalisation|diversity|gini)/.test(name)
const domain = [0, 1] as const

export function VersionDetails({ version }: { readonly version: ModelVersion }) {
  const { t, f, language } = useLocale()
  const metrics = Object.entries(version.metrics ?? {})
  const shares = metrics.filter(([name]) => isShare(name))
  const others = metrics.filter(([name]) => !isShare(name))
  const parameters = Object.entries(version.parameters)
  const number = (name: string, value: number) => f.decimal(value, isShare(name) ? 3 : 2)
  const range = (name: string, { low, high }: Estimate) => f.decimalRange(low, high, isShare(name) ? 3 : 2)
  return (
    <>
      {version.note === null ? null : (
        <p className="sm soft" style={{ marginBottom: 12 }}>
          {version.note[language]}
        </p>
      )}
      {version.metrics && version.metricsFrom ? (
        <p className="sm soft" style={{ marginBottom: 12 }}>
          {t(x.metricsFrom(f.count(version.metricsFrom)))}
        </p>
      ) : null}
      {shares.map(([name, estimate]) => (
        <div className="iv-row" key={name}>
          <div className="lab">{metricName(name)}</div>
          <div className="plot">
            <IntervalPlot
              estimate={estimate}
              domain={domain}
              tone="none"
              label={`${name}: ${number(name, estimate.value)}, ${t(commonTexts.interval)} ${range(name, estimate)}`}
            />
          </div>
          <div className="val">
            {number(name, estimate.value)}
            {estimate.low < estimate.high ? <small>{range(name, estimate)}</small> : null}
          </div>
        </div>
      ))}
      {shares.length === 0 ? null : (
        <div className="iv-row axis">
          <div className="lab" />
          <div className="plot">
            <IntervalAxis
              domain={domain}
              ticks={[0, 0.25, 0.5, 0.75, 1]}
              format={(v) => f.decimal(v, v % 0.5 ? 2 : v % 1 ? 1 : 0)}
            />
          </div>
          <div className="val" />
        </div>
      )}
      <dl className="kv mt4">
        {others.map(([name, estimate]) => (
          <Fragment key={name}>
            <dt>{metricName(name)}</dt>
            <dd>
              {number(name, estimate.value)} ({range(name, estimate)})
            </dd>
          </Fragment>
        ))}
        {version.data ? (
          <>
            <dt>{t(x.data)}</dt>
            <dd>
              {t(x.dataOf(f.count(version.data.interactions), f.count(version.data.persons)))}
              {version.seconds === null ? '' : ` ${t(x.took(f.duration(version.seconds * 1000)))}`}
            </dd>
            {version.data.from && version.data.to ? (
              <>
                <dt>{t(x.range)}</dt>
                <dd>{f.dayRange(Date.parse(version.data.from), Date.parse(version.data.to))}</dd>
              </>
            ) : null}
            <dt>{t(x.dataHash)}</dt>
            <dd className="mono">{version.data.hash.slice(0, 12)}</dd>
          </>
        ) : null}
        {parameters.length === 0 ? null : (
          <>
            <dt>{t(x.parameters)}</dt>
            <dd className="mono">{parameters.map(([name, value]) => `${name} ${value}`).join(' · ')}</dd>
          </>
        )}
      </dl>
    </>
  )
}
