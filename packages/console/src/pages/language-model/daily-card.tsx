import type { LanguageModelLedgerView } from 'attune/api-types'
import { BarChart } from '../../charts/bar-chart.tsx'
import { Card } from '../../components/card.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { languageModelTexts as x } from '../../texts/language-model-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { everyDay } from './every-day.ts'

export function DailyCard({ ledger }: { readonly ledger: LanguageModelLedgerView }) {
  const { t, f } = useLocale()
  const days = everyDay(ledger.daily, ledger.days, Date.now())
  const total = days.reduce((sum, { tokens }) => sum + tokens, 0)
  return (
    <Card title={t(x.daily)} sub={t(x.dailySub(f.count(ledger.days)))}>
      <BarChart
        sentence={t(x.dailySentence(f.big(total), f.count(ledger.days)))}
        xHead={t(commonTexts.day)}
        yHead={t(x.tokens)}
        // A day of UTC by its own date, wherever the reader is.
        xLabels={days.map(({ day }) => f.day(new Date(`${day}T12:00:00`).getTime()))}
        values={days.map(({ tokens }) => tokens)}
        format={(value) => f.big(value)}
        tableSummary={t(commonTexts.table)}
      />
    </Card>
  )
}
