import type { Profile } from 'attune/api-types'
import { IntervalList } from '../../charts/interval-list.tsx'
import { Card } from '../../components/card.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { portraitTexts as x } from '../../texts/portrait-texts.ts'

/** How they speak of delivery, price, quality, …: from their own reviews. */
export function SentimentCard({ profile }: { readonly profile: Profile }) {
  const { t, f } = useLocale()
  const { sentiment } = profile
  if (sentiment === null || sentiment.aspects.length === 0) return null
  const quotes = sentiment.aspects.flatMap(({ quotes: [newest] }) => newest ?? []).slice(0, 3)
  return (
    <Card title={t(x.sentiment)} sub={t(x.sentimentSub(f.count(sentiment.reviews)))}>
      <IntervalList
        rows={sentiment.aspects.slice(0, 6).map(({ aspect, value, low, high }) => ({
          key: aspect,
          label: aspect,
          estimate: { value, low, high },
        }))}
        value={({ value }) => f.signedDecimal(value, 2)}
        range={({ low, high }) => f.signedRange(low, high, 2)}
        tick={(value) => f.signedDecimal(value, 1)}
        intervalWord={t(commonTexts.interval)}
      />
      {quotes.map(({ text, at }) => (
        <blockquote className="xs soft mt2" key={`${at} ${text}`}>
          {text} · {f.day(Date.parse(at))}
        </blockquote>
      ))}
    </Card>
  )
}
