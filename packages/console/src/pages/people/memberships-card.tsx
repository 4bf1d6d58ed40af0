import type { Profile } from 'attune/api-types'
import { Card } from '../../components/card.tsx'
import { href } from '../../router/route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { portraitTexts as x } from '../../texts/portrait-texts.ts'

/** The segments a person is in: each with its rule in words, which is why, and since when. */
export function MembershipsCard({ profile }: { readonly profile: Profile }) {
  const { t, f, language } = useLocale()
  return (
    <Card title={t(x.memberships)} sub={t(x.membershipsSub)}>
      {profile.segments.length === 0 ? <p className="sm muted">{t(x.noMemberships)}</p> : null}
      <ul className="list">
        {profile.segments.map(({ id, title, description, since, ruleSince }) => (
          <li key={id}>
            <div className="grow">
              <a className="break" href={href(['segments', id])}>
                {title || id}
              </a>
              <small>{description[language]}</small>
              <small>
                {since === null
                  ? t(x.sinceUnknown(f.day(Date.parse(ruleSince))))
                  : t(x.memberSince(f.moment(Date.parse(since))))}
              </small>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}
