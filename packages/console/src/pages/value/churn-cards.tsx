import type { Value } from 'attune/api-types'
import { Bar } from '../../charts/bar.tsx'
import { LineChart } from '../../charts/line-chart.tsx'
import { NumbersTable } from '../../charts/numbers-table.tsx'
import { Card } from '../../components/card.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { valueTexts as x } from '../../texts/value-texts.ts'
import { evenSteps } from './even-steps.ts'

/** Who leaves, what drives it, whether what is said comes true, and how long people stay. */
export function ChurnCards({ value }: { readonly value: Value }) {
  return (
    <div className="grid">
      <DriversCard value={value} />
      <SurvivalCard value={value} />
    </div>
  )
}

function DriversCard({ value: { churn } }: { readonly value: Value }) {
  const { t, f, language } = useLocale()
  const { mean, days, auc, drivers, calibration } = churn
  const largest = Math.max(...drivers.map(({ effect }) => Math.abs(effect)), Number.MIN_VALUE)
  return (
    <Card title={t(x.churn)} columns={6}>
      <p>{t(x.churnMean(f.percent(mean), f.count(days)))}</p>
      <p className="sm soft">{auc === null ? t(x.byAlive) : t(x.auc(f.decimal(auc, 3)))}</p>
      {drivers.length === 0 ? null : (
        <div className="card-part">
          <h3>{t(x.drivers)}</h3>
          <ul className="list">
            {drivers.map(({ feature, effect, direction, text }) => (
              <li key={feature}>
                <div className="grow">
                  {text[language]}
                  <small>
                    {t(direction > 0 ? x.leave : direction < 0 ? x.stay : x.mixed)} ·{' '}
                    {t(x.pushes(f.decimal(Math.abs(effect), 2)))}
                  </small>
                  <Bar share={Math.abs(effect) / largest} grey={direction === 0} />
                </div>
              </li>
            ))}
          </ul>
        </div>
      )}
      {calibration === null ? null : (
        <div className="card-part">
          <h3>{t(x.calibration)}</h3>
          <p className="sm soft">{t(x.calibrated(f.decimal(100 * calibration.error, 1)))}</p>
          <NumbersTable
            summary={t(commonTexts.table)}
            rowHead={t(x.predicted)}
            columns={[t(x.observed), t(commonTexts.interval), t(x.buyers)]}
            rows={calibration.bins.map(({ predicted, observed, buyers }) => ({
              head: f.percent(predicted, 1),
              cells: [f.percent(observed.value, 1), f.percentRange(observed.low, observed.high, 1), f.count(buyers)],
            }))}
          />
        </div>
      )}
    </Card>
  )
}

function SurvivalCard({ value: { survival, churn } }: { readonly value: Value }) {
  const { t, f } = useLocale()
  const { medianDays } = survival
  const curve = evenSteps(survival.curve)
  const last = curve.at(-1)
  return (
    <Card title={t(x.survival)} sub={t(x.survivalSub(f.count(churn.days)))} columns={6}>
      <p>{medianDays === null ? t(x.noMedian) : t(x.median(f.count(Math.round(medianDays))))}</p>
      {last === undefined ? null : (
        <LineChart
          sentence={t(x.survivalSentence(f.count(last.at)))}
          xHead={t(x.daysSince)}
          xLabels={curve.map(({ at }) => f.count(at))}
          series={[
            {
              key: 'survival',
              name: t(x.stillThere),
              color: 'var(--accent)',
              ink: 'var(--ink)',
              values: curve.map(({ value }) => value),
              low: curve.map(({ low }) => low),
              high: curve.map(({ high }) => high),
            },
          ]}
          yFormat={(value) => f.percent(value)}
          outliers={0}
          valueFormat={(value, low, high) =>
            low === null || high === null
              ? f.percent(value, 1)
              : `${f.percent(value, 1)} (${f.percentRange(low, high, 1)})`
          }
          tableSummary={t(commonTexts.table)}
        />
      )}
    </Card>
  )
}
