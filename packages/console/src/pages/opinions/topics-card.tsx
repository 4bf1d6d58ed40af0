import type { OpinionsView } from 'attune/api-types'
import { IntervalAxis, IntervalPlot } from '../../charts/interval-plot.tsx'
import { digitsOf, intervalDomain, ticksWithin } from '../../charts/scale.ts'
import { Card } from '../../components/card.tsx'
import { href } from '../../router/route.ts'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { opinionTexts as x } from '../../texts/opinion-texts.ts'
import { Examples } from './examples.tsx'

/** What texts are about: which grew, which shrank, and in whose words. */
export function TopicsCard({ topics, days }: { readonly topics: OpinionsView['topics']; readonly days: string }) {
  const { t, f } = useLocale()
  if (topics.length === 0)
    return (
      <Card title={t(x.topics)}>
        <div className="empty">
          <p>{t(x.noTopics)}</p>
        </div>
      </Card>
    )
  const domain = intervalDomain(
    topics.flatMap(({ change }) => change ?? []),
    0.01,
  )
  const ticks = ticksWithin(domain[0], domain[1], 4)
  return (
    <Card title={t(x.topics)} sub={t(x.topicsSub)} flush>
      <div className="scroll">
        <table className="table fold compared">
          <thead>
            <tr>
              <th scope="col">{t(x.topic)}</th>
              <th scope="col" className="num">
                {t(x.texts)}
              </th>
              <th scope="col" className="plotcol">
                <span className="sr">{t(commonTexts.interval)}</span>
                <IntervalAxis
                  domain={domain}
                  ticks={ticks}
                  format={(value) => f.signedDecimal(100 * value, Math.max(0, digitsOf(ticks) - 2))}
                />
              </th>
              <th scope="col" className="num">
                {t(x.change)}
              </th>
            </tr>
          </thead>
          <tbody>
            {topics.map(({ language, words, texts, positive, negative, change, examples }) => {
              const name = f.list(words)
              return (
                <tr key={`${language} ${name}`}>
                  <th scope="row">
                    <a className="break" href={href(['opinions'], { topic: words[0], language, days })}>
                      {name}
                    </a>
                    <Examples examples={examples} />
                  </th>
                  <td className="num" data-label={t(x.texts)}>
                    {f.count(texts)}
                    <small>{t(x.leaning(f.count(positive), f.count(negative)))}</small>
                  </td>
                  <td className="plotcol">
                    {change === null ? null : (
                      <IntervalPlot
                        estimate={change}
                        domain={domain}
                        tone="none"
                        label={`${name}: ${f.signedDecimal(100 * change.value, 1)}, ${t(commonTexts.interval)} ${f.signedRange(100 * change.low, 100 * change.high, 1)}`}
                      />
                    )}
                  </td>
                  <td className="num m lead" data-label={t(x.change)}>
                    {change === null ? '–' : f.signedDecimal(100 * change.value, 1)}
                    {change === null ? null : <small>{f.signedRange(100 * change.low, 100 * change.high, 1)}</small>}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
