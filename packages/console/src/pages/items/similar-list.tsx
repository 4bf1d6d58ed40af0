import type { SimilarResponse } from 'attune/api-types'
import { Picture } from '../../components/picture.tsx'
import { href } from '../../router/route.ts'
import { itemTexts as x } from '../../texts/item-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

export function SimilarList({ similar }: { readonly similar: SimilarResponse }) {
  const { t, f } = useLocale()
  return (
    <>
      {similar.fallback ? (
        <p className="xs muted" style={{ marginBottom: 8 }}>
          {similar.fallback.message}
        </p>
      ) : null}
      {similar.items.length === 0 ? <p className="sm muted">{t(x.noSimilar)}</p> : null}
      <ul>
        {similar.items.map(({ itemId, score, item }) => (
          <li key={itemId} className="rec">
            <Picture source={item?.image ?? null} size="large" />
            <div>
              <a className="m sm" href={href(['items', itemId])}>
                {item?.title ?? itemId}
              </a>
              <div className="xs muted">{item?.categories.slice(0, 2).join(' · ')}</div>
              <div className="row xs muted mt1 wrap" style={{ gap: '2px 12px' }}>
                {item?.price == null ? null : <span>{f.price(item.price, item.currency)}</span>}
                <span>
                  {t(x.score)} <b className="m">{f.decimal(score, 2)}</b>
                </span>
              </div>
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}
