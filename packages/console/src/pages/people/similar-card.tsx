import type { Profile } from 'attune/api-types'
import { Card } from '../../components/card.tsx'
import { href } from '../../router/route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { portraitTexts as x } from '../../texts/portrait-texts.ts'

export function SimilarCard({ profile }: { readonly profile: Profile }) {
  const { t, f } = useLocale()
  const { similar } = profile
  if (similar === null) return null
  return (
    <Card title={t(x.similar)} sub={t(x.similarSub(f.count(similar.among)))}>
      <ul className="list">
        {similar.people.map(({ personId, likeness, shared }) => (
          <li key={personId}>
            <div className="grow">
              <a className="mono break" href={href(['people', personId])}>
                {personId}
              </a>
              <small>{f.list(shared)}</small>
            </div>
            <span>{f.percent(likeness)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
