import type { ConsentSummary } from 'attune/api-types'
import { LineChart } from '../../../charts/line-chart.tsx'
import { Card } from '../../../components/card.tsx'
import type { Route } from '../../../router/route.ts'
import { replaceQuery } from '../../../router/use-route.ts'
import { commonTexts } from '../../../texts/common-texts.ts'
import { useLocale } from '../../../texts/locale.tsx'
import { consentTexts as x } from '../../../texts/privacy-texts.ts'

export interface AnswersCardProps {
  readonly told: ConsentSummary
  readonly route: Route
}

/** Answers a week to one purpose: yes in the accent, no in grey. */
export function AnswersCard({ told, route }: AnswersCardProps) {
  const { t, f, language } = useLocale()
  const asked = route.query.get('purpose')
  const purpose =
    told.purposes.find((one) => one.purpose === asked) ?? told.purposes.find(isAnswered(told)) ?? told.purposes[0]
  if (purpose === undefined) return null
  const values = (answer: 'granted' | 'denied') => told.weeks.map((week) => week[answer][purpose.purpose] ?? 0)
  const [yes, no] = [values('granted'), values('denied')]
  const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0)
  const title = purpose.title[language]
  return (
    <Card
      title={t(x.over)}
      sub={t(x.overSub)}
      end={
        <select
          className="input narrow"
          aria-label={t(x.purpose)}
          value={purpose.purpose}
          onChange={(event) => replaceQuery(route, { purpose: event.target.value })}
        >
          {told.purposes.map((one) => (
            <option key={one.purpose} value={one.purpose}>
              {one.title[language]}
            </option>
          ))}
        </select>
      }
    >
      {sum(yes) + sum(no) === 0 ? (
        <p className="sm soft">{t(x.noAnswers)}</p>
      ) : (
        <LineChart
          height={180}
          sentence={t(x.overSentence(title, f.count(sum(yes)), f.count(sum(no))))}
          xHead={t(x.week)}
          xLabels={told.weeks.map(({ from }) => f.day(Date.parse(from)))}
          series={[
            { key: 'no', name: t(x.no), color: 'var(--neutral-mark)', ink: 'var(--ink-2)', values: no },
            { key: 'yes', name: t(x.yes), color: 'var(--accent)', ink: 'var(--accent)', values: yes },
          ]}
          yFormat={(value) => f.count(value)}
          valueFormat={(value) => f.count(value)}
          tableSummary={t(commonTexts.table)}
        />
      )}
    </Card>
  )
}

/** Whether anybody answered a purpose in the weeks that are told. */
const isAnswered =
  ({ weeks }: ConsentSummary) =>
  ({ purpose }: ConsentSummary['purposes'][number]): boolean =>
    weeks.some(({ granted, denied }) => (granted[purpose] ?? 0) + (denied[purpose] ?? 0) > 0)
