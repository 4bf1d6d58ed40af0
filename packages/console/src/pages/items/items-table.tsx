import type { ItemPage } from 'attune/api-types'
import { Bar } from '../../charts/bar.tsx'
import { Picture } from '../../components/picture.tsx'
import { href } from '../../router/route.ts'
import { itemTexts as x } from '../../texts/item-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { Availability, Lacks } from './item-badges.tsx'

export function ItemsTable({ items }: { readonly items: ItemPage['items'] }) {
  const { t, f } = useLocale()
  const most = Math.max(1, ...items.map((item) => item.interactions28d))
  return (
    <div className="scroll">
      <table className="table fold">
        <thead>
          <tr>
            <th scope="col">{t(x.item)}</th>
            <th scope="col">{t(x.kind)}</th>
            <th scope="col" className="num">
              {t(x.price)}
            </th>
            <th scope="col">{t(x.available)}</th>
            <th scope="col">{t(x.interactions)}</th>
            <th scope="col">{t(x.lacks)}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id}>
              <th scope="row">
                <div className="row" style={{ gap: 12 }}>
                  <Picture source={item.image} />
                  <div className="grow">
                    <a href={href(['items', item.id])} {...(item.language ? { lang: item.language } : {})}>
                      {item.title}
                    </a>
                    <small className="mono break">{item.id}</small>
                  </div>
                </div>
              </th>
              <td data-label={t(x.kind)}>
                {item.kind}
                <small>{item.categories.slice(0, 2).join(' · ')}</small>
              </td>
              <td className="num lead" data-label={t(x.price)}>
                {item.price === null ? '–' : f.price(item.price, item.currency)}
              </td>
              <td data-label={t(x.available)}>
                <Availability available={item.available} />
              </td>
              <td data-label={t(x.interactions)}>
                <div className="cell">
                  <Bar share={item.interactions28d / most} grey />
                  <span className="right">{f.big(item.interactions28d)}</span>
                </div>
              </td>
              <td data-label={t(x.lacks)}>
                <Lacks missing={item.missing} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
