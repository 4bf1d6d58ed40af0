import type { Estimate, OpinionsView } from 'attune/api-types'
import { IntervalAxis, IntervalPlot, type Tone } from '../../charts/interval-plot.tsx'
import { Card } from '../../components/card.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { aspectTexts, opinionTexts as x } from '../../texts/opinion-texts.ts'
import { Examples } from './examples.tsx'

const domain = [0, 1] as const
/** Reliably more praise than complaints, or fewer. */
const toneOfShare = ({ low, high }: Estimate): Tone => (low > 0.5 ? 'good' : high < 0.5 ? 'bad' : 'none')

/** What people speak of, and how much of it is praise. */
export function AspectsCard({ aspects }: { readonly aspects: OpinionsView['aspects'] }) {
  const { t, f } = useLocale()
  if (aspects.length === 0)
    return (
      <Card title={t(x.aspects)}>
        <div className="empty">
          <p>{t(x.noAspects)}</p>
        </div>
      </Card>
    )
  return (
    <Card title={t(x.aspects)} sub={t(x.aspectsSub)} flush>
      <div className="scroll">
        <table className="table fold compared">
          <thead>
            <tr>
              <th scope="col">{t(x.aspect)}</th>
              <th scope="col" className="num">
                {t(x.texts)}
              </th>
              <th scope="col" className="plotcol">
                <span className="sr">{t(commonTexts.interval)}</span>
                <IntervalAxis domain={domain} ticks={[0, 0.5, 1]} format={(value) => f.percent(value, 0)} />
              </th>
              <th scope="col" className="num">
                {t(x.share)}
              </th>
            </tr>
          </thead>
          <tbody>
            {aspects.map(({ aspect, texts, share, examples }) => {
              const words = aspectTexts[aspect]
              const name = words ? t(words) : aspect
              return (
                <tr key={aspect}>
                  <th scope="row">
                    {name}
                    <Examples examples={examples} />
                  </th>
                  <td className="num" data-label={t(x.texts)}>
                    {f.count(texts)}
                  </td>
                  <td className="plotcol">
                    {share === null ? null : (
                      <IntervalPlot
                        estimate={share}
                        domain={domain}
                        reference={0.5}
                        tone={toneOfShare(share)}
                        label={`${name}: ${f.percent(share.value, 0)}, ${t(commonTexts.interval)} ${f.percentRange(share.low, share.high, 0)}`}
                      />
                    )}
                  </td>
                  <td className="num m lead" data-label={t(x.share)}>
                    {share === null ? '–' : f.percent(share.value, 0)}
                    {share === null ? null : <small>{f.percentRange(share.low, share.high, 0)}</small>}
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
