import type { UpliftReport } from 'attune/api-types'
import { NumbersTable } from '../../charts/numbers-table.tsx'
import { Card } from '../../components/card.tsx'
import { useLocale } from '../../texts/locale.tsx'
import type { Text } from '../../texts/text.ts'
import { upliftTexts as x } from '../../texts/uplift-texts.ts'
import { perThousand } from './outcome-words.ts'
import type { ReportOf } from './report-of.ts'

/** Above this a difference counts, in standard deviations. */
const tolerated = 0.1

type Test = UpliftReport['refutation'][number]
const sentences: Readonly<Record<Test['name'], Readonly<Record<'passed' | 'failed', (effect: string) => Text>>>> = {
  'placebo-treatment': { passed: x.placeboPassed, failed: x.placeboFailed },
  'random-common-cause': { passed: x.causePassed, failed: x.causeFailed },
  'data-subset': { passed: x.subsetPassed, failed: x.subsetFailed },
}

/** Whether both arms are alike, and what was tried to refute the effect, in plain words. */
export function ChecksCard({ model, report: { balance, refutation } }: ReportOf) {
  const { t, f, language } = useLocale()
  const { value } = perThousand(f, model)
  const { features, overlap } = balance
  const off = features.filter(({ difference }) => difference === null || Math.abs(difference) > tolerated)
  return (
    <Card title={t(x.checks)}>
      <p>
        {off.length === 0
          ? t(x.alike(f.count(features.length)))
          : t(x.notAlike(f.list(off.map(({ text }) => text[language]))))}{' '}
        {overlap && overlap.treated.low === overlap.control.high ? t(x.chance(f.percent(overlap.treated.low))) : null}
      </p>
      <div className="card-part">
        <h3>{t(x.refutation)}</h3>
        <ul className="list">
          {refutation.map(({ name, passed, effect }) => (
            <li key={name}>
              <div className="grow">{t(sentences[name][passed ? 'passed' : 'failed'](value(effect)))}</div>
              <span className={passed ? 'badge good' : 'badge bad'}>{t(passed ? x.stands : x.fails)}</span>
            </li>
          ))}
        </ul>
      </div>
      <NumbersTable
        summary={t(x.feature)}
        rowHead={t(x.feature)}
        columns={[t(x.treated), t(x.control), t(x.difference)]}
        rows={features.map(({ text, treated, control, difference }) => ({
          head: text[language],
          cells: [
            f.decimal(treated, 2),
            f.decimal(control, 2),
            difference === null ? '–' : f.signedDecimal(difference, 3),
          ],
        }))}
      />
    </Card>
  )
}
