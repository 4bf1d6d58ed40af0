import type { Person } from 'attune/api-types'
import { Bar } from '../../charts/bar.tsx'
import { Card } from '../../components/card.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { peopleTexts as x } from '../../texts/people-texts.ts'

const most = 6

export function InterestsCard({ person }: { readonly person: Person }) {
  const { t, f } = useLocale()
  const interests = person.interests.slice(0, most)
  const top = interests[0]?.share ?? 1
  return (
    <Card title={t(x.interests)} sub={t(x.interestsSub)}>
      {interests.length === 0 ? <p className="sm muted">{t(x.noInterests)}</p> : null}
      <ul>
        {interests.map((interest, i) => (
          <li key={interest.category} className="interest">
            <div className="m">
              {interest.category}
              <small>{t(x.interactions(f.count(interest.interactions)))}</small>
            </div>
            <Bar share={interest.share / top} grey={i > 2} />
            <div className="right m">{f.percent(interest.share)}</div>
          </li>
        ))}
      </ul>
    </Card>
  )
}
