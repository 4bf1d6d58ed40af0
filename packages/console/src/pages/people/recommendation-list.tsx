import type { RecommendationResponse } from 'attune/api-types'
import { Picture } from '../../components/picture.tsx'
import { href } from '../../router/route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { peopleTexts as x } from '../../texts/people-texts.ts'
import { rerankTexts } from '../../texts/rerank-texts.ts'

export function RecommendationList({ response }: { readonly response: RecommendationResponse }) {
  const { t, f } = useLocale()
  return (
    <>
      {response.fallback ? (
        <div className="banner warn" style={{ marginBottom: 12 }}>
          <div className="grow">
            {response.fallback.message} <span className="mono xs muted">{response.fallback.code}</span>
          </div>
        </div>
      ) : null}
      {response.items.length === 0 ? <p className="sm muted">{t(x.nothingShown)}</p> : null}
      <ol>
        {response.items.map((recommendation) => {
          const { item, itemId, reason, explored, propensity, explanation } = recommendation
          return (
            <li key={itemId} className="rec">
              <Picture source={item?.image ?? null} size="large" />
              <div>
                <a className="m sm" href={href(['items', itemId])}>
                  {item?.title ?? itemId}
                </a>
                <p className={`sm ${reason === null ? 'muted' : 'soft'}`}>
                  {explanation?.sentence ?? reason ?? t(explored ? x.exploredWhy : x.noReason)}
                </p>
                {explanation?.moves.map(({ stage, from, to, text }) => (
                  <p key={`${stage} ${from} ${to}`} className="xs muted">
                    {text}
                  </p>
                ))}
                <div className="row xs muted mt1 wrap" style={{ gap: '2px 10px' }}>
                  {item?.price == null ? null : <span>{f.price(item.price, item.currency)}</span>}
                  <span>{t(x.chance(f.percent(propensity, propensity < 0.1 ? 1 : 0)))}</span>
                  {explored ? <span className="badge">{t(x.explored)}</span> : null}
                </div>
              </div>
            </li>
          )
        })}
      </ol>
      {response.rerank && response.rerank.leftOut.length > 0 ? (
        <div className="mt3">
          <h4 className="xs m">{t(rerankTexts.leftOut)}</h4>
          <ul>
            {response.rerank.leftOut.map(({ itemId, text }) => (
              <li key={itemId} className="xs muted mt1">
                {text}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </>
  )
}
