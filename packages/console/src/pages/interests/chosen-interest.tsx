import type { InterestMap, InterestNode } from 'attune/api-types'
import { Card } from '../../components/card.tsx'
import { href } from '../../router/route.ts'
import { interestTexts as x } from '../../texts/interest-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

export interface ChosenInterestProps {
  readonly node: InterestNode | undefined
  readonly map: InterestMap
  readonly isPicked: boolean
  readonly onChoose: (name: string) => void
  readonly onPick: (name: string) => void
}

/** What an interest is made of, what its people like as well, and how many they are. */
export function ChosenInterest({ node, map, isPicked, onChoose, onPick }: ChosenInterestProps) {
  const { t, f } = useLocale()
  if (node === undefined)
    return (
      <Card title={t(x.interest)}>
        <p className="sm muted">{t(x.choose)}</p>
      </Card>
    )
  const { name, title, people, share, items, near } = node
  const titleOf = (other: string): string => map.nodes.find((one) => one.name === other)?.title ?? other
  return (
    <Card title={map.part === 'item' ? <a href={href(['items', name])}>{title}</a> : title} sub={t(x[map.part])}>
      <p className="headline">{t(x.madeOfPeople(f.count(people)))}</p>
      <p className="sm soft">{t(x.ofBase(f.percent(share, 1)))}</p>
      {items.length === 0 ? null : (
        <div className="card-part">
          <h3>{t(x.madeOf)}</h3>
          <ul className="list">
            {items.map((item) => (
              <li key={item.id}>
                <a className="grow break" href={href(['items', item.id])}>
                  {item.title}
                </a>
                <span>{t(x.madeOfPeople(f.count(item.people)))}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="card-part">
        <h3>{t(x.near)}</h3>
        {near.length === 0 ? <p className="sm muted">{t(x.noNear(f.count(map.fewest)))}</p> : null}
        <ul className="list">
          {near.map((other) => (
            <li key={other.name}>
              <div className="grow">
                {titleOf(other.name)}
                <small>{t(x.shared(f.count(other.shared), f.decimal(other.lift, 1)))}</small>
              </div>
              <button
                type="button"
                className="btn small"
                aria-label={t(x.showOne(titleOf(other.name)))}
                onClick={() => onChoose(other.name)}
              >
                {t(x.show)}
              </button>
            </li>
          ))}
        </ul>
      </div>
      <p className="mt3">
        <button type="button" className="btn" disabled={isPicked} onClick={() => onPick(name)}>
          {t(isPicked ? x.added : x.add)}
        </button>
      </p>
    </Card>
  )
}
