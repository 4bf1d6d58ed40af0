import { Bar } from '../../charts/bar.tsx'
import { IntervalAxis, IntervalPlot } from '../../charts/interval-plot.tsx'
import { digitsOf, domainAround, intervalDomain, ticksWithin } from '../../charts/scale.ts'
import { commonTexts } from '../../texts/common-texts.ts'
import { comparisonTexts as x } from '../../texts/comparison-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { modelTexts } from '../../texts/model-texts.ts'
import type { ComparedRow } from './compared-rows.ts'
import { metricName } from './metric-name.ts'

export interface ComparisonTableProps {
  readonly rows: readonly ComparedRow[]
  readonly metric: string
  /** Name of the model that the others are compared with. */
  readonly reference: string
}

const digits = 4

/** Models of one evaluation under each other: the measure on one scale, its difference to the reference on another. */
export function ComparisonTable({ rows, metric, reference }: ComparisonTableProps) {
  const { t, f } = useLocale()
  const domain = domainAround(rows.map(({ estimate }) => estimate))
  const ticks = ticksWithin(domain[0], domain[1], 4)
  const differences = rows.flatMap(({ difference }) => difference ?? [])
  const gaps = intervalDomain(differences, 0.002)
  const gapTicks = ticksWithin(gaps[0], gaps[1], 5)
  const toReference = t(x.difference(reference))
  const of = rows.find(({ name }) => name === reference)?.estimate.value
  const name = metricName(metric)
  const covered = rows.some(({ coverage }) => coverage !== undefined)
  return (
    <div className="scroll">
      <table className="table fold compared">
        <thead>
          <tr>
            <th scope="col">{t(x.model)}</th>
            <th scope="col" className="plotcol">
              <span className="sr">{t(commonTexts.interval)}</span>
              <IntervalAxis domain={domain} ticks={ticks} format={(v) => f.decimal(v, digitsOf(ticks))} />
            </th>
            <th scope="col" className="num">
              {name}
            </th>
            {differences.length === 0 ? null : (
              <>
                <th scope="col" className="plotcol opt">
                  <span className="sr">{toReference}</span>
                  <IntervalAxis
                    domain={gaps}
                    ticks={gapTicks}
                    format={(v) => (v === 0 ? '0' : f.signedDecimal(v, digitsOf(gapTicks)))}
                  />
                </th>
                <th scope="col" className="num">
                  {toReference}
                </th>
              </>
            )}
            {covered ? <th scope="col">{t(modelTexts.coverage)}</th> : null}
            <th scope="col" className="num">
              {t(x.time)}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name: model, parameters, estimate, difference, tone, coverage, seconds }) => (
            <tr key={key}>
              <th scope="row">
                <span className="m break">{model}</span>
                {model === reference && rows.length > 1 ? <small>{t(x.reference)}</small> : null}
                {parameters === '' ? null : <small className="break">{parameters}</small>}
              </th>
              <td className="plotcol">
                <IntervalPlot
                  estimate={estimate}
                  domain={domain}
                  tone={tone}
                  reference={of}
                  label={`${model}: ${name} ${f.decimal(estimate.value, digits)}, ${t(commonTexts.interval)} ${f.decimalRange(estimate.low, estimate.high, digits)}`}
                />
              </td>
              <td className={`num m lead ${tone === 'none' ? '' : tone}`}>
                {f.decimal(estimate.value, digits)}
                <small>{f.decimalRange(estimate.low, estimate.high, digits)}</small>
              </td>
              {differences.length === 0 ? null : difference ? (
                <>
                  <td className="plotcol opt">
                    <IntervalPlot
                      estimate={difference}
                      domain={gaps}
                      tone={tone}
                      label={`${model}: ${toReference} ${f.signedDecimal(difference.value, digits)}, ${t(commonTexts.interval)} ${f.signedRange(difference.low, difference.high, digits)}${tone === 'none' ? `, ${t(x.undecided)}` : ''}`}
                    />
                  </td>
                  <td className={`num m ${tone === 'none' ? '' : tone}`} data-label={toReference}>
                    {f.signedDecimal(difference.value, digits)}
                    <small>{f.signedRange(difference.low, difference.high, digits)}</small>
                  </td>
                </>
              ) : (
                <>
                  <td className="plotcol opt" />
                  <td />
                </>
              )}
              {covered ? (
                <td data-label={t(modelTexts.coverage)}>
                  {coverage === undefined ? null : (
                    <div className="cell">
                      <Bar share={coverage} grey />
                      <span className="right">{f.percent(coverage)}</span>
                    </div>
                  )}
                </td>
              ) : null}
              <td className="num muted opt">{f.duration(seconds * 1000)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
