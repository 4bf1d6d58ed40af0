import { Bar } from '../../charts/bar.tsx'
import { Card } from '../../components/card.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { upliftTexts as x } from '../../texts/uplift-texts.ts'
import { perThousand } from './outcome-words.ts'
import type { ReportOf } from './report-of.ts'

const most = 8

/** What the order rests on, the most first. */
export function DriversCard({ model, report: { drivers } }: ReportOf) {
  const { t, f, language } = useLocale()
  const { value } = perThousand(f, model)
  const moving = drivers.filter(({ change }) => change > 0).slice(0, most)
  const largest = moving[0]?.change ?? 1
  return (
    <Card title={t(x.drivers)} sub={t(x.driversSub)}>
      {moving.length === 0 ? (
        <p className="soft">{t(x.noDrivers)}</p>
      ) : (
        <ul className="list">
          {moving.map(({ feature, text, change, low, high }) => (
            <li key={feature}>
              <div className="grow">
                {text[language]}
                {low === null || high === null ? null : <small>{t(x.lowHigh(value(low), value(high)))}</small>}
                <Bar share={change / largest} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
