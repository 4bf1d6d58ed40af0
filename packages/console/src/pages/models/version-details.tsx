import type { ModelVersion } from 'attune/api-types'
import { IntervalAxis, IntervalPlot } from '../../charts/interval-plot.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { modelTexts as x } from '../../texts/model-texts.ts'

/** Metrics that are shares of one: drawn on one scale from 0 to 1. */
const isShare = (name: string) => /^(hr|ndcg|recall|precision|map|mrr|coverage|personalisation|gini)/.test(name)
const domain = [0, 1] as const

export function VersionDetails({ version }: { readonly version: ModelVersion }) {
  const { t, f } = useLocale()
  const metrics = Object.entries(version.metrics ?? {})
  const parameters = Object.entries(version.parameters)
  const number = (name: string, value: number) => f.decimal(value, isShare(name) ? 3 : 2)
  return (
    <>
      {version.note === null ? null : (
        <p className="sm soft" lang="en" style={{ marginBottom: 12 }}>
          {version.note}
        </p>
      )}
      {metrics.map(([name, estimate]) => (
        <div className="iv-row" key={name}>
          <div className="lab">
            {name.toUpperCase().replace(/^([A-Z]{5,})/, (word) => word[0] + word.slice(1).toLowerCase())}
          </div>
          <div className="plot">
            {isShare(name) ? (
              <IntervalPlot
                estimate={estimate}
                domain={domain}
                tone="none"
                label={`${name}: ${number(name, estimate.value)}, ${t(commonTexts.interval)} ${number(name, estimate.low)}–${number(name, estimate.high)}`}
              />
            ) : null}
          </div>
          <div className="val">
            {number(name, estimate.value)}
            <small>
              {number(name, estimate.low)}–{number(name, estimate.high)}
            </small>
          </div>
        </div>
      ))}
      {metrics.length === 0 ? null : (
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
                <dd>
                  {f.day(Date.parse(version.data.from))} – {f.day(Date.parse(version.data.to))}
                </dd>
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
