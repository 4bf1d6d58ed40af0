import type { Person, Profile } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useResource } from '../../api/use-resource.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { href, type Route } from '../../router/route.ts'
import { useDetail } from '../../shell/detail.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { peopleTexts as x } from '../../texts/people-texts.ts'
import { portraitTexts } from '../../texts/portrait-texts.ts'
import { ActivityCard } from './activity-card.tsx'
import { Avatar } from './avatar.tsx'
import { HabitsCard } from './habits-card.tsx'
import { IdentitiesCard } from './identities-card.tsx'
import { personName } from './person-name.ts'
import { Portrait } from './portrait.tsx'
import { PreviewCard } from './preview-card.tsx'
import { PseudonymNote } from './pseudonym-note.tsx'
import { SimilarCard } from './similar-card.tsx'
import { TimelineCard } from './timeline-card.tsx'
import { TraitsCard } from './traits-card.tsx'

export interface PersonPageProps {
  readonly personId: string
  readonly route: Route
}

/** Who is this, and why would they see what they see? */
export function PersonPage({ personId, route }: PersonPageProps) {
  const { t, f, language } = useLocale()
  const { can } = useSession()
  const person = useResource<Person>(paths.person(personId), { every: 20_000 })
  const profile = useResource<Profile>(paths.profile(personId, language), { every: 20_000 })
  const { value } = person
  const reload = () => {
    person.reload()
    profile.reload()
  }
  const name = value ? personName(value, t) : personId
  useDetail(name)
  const facts = value
    ? [
        value.firstSeen === null ? '' : t(x.since(f.month(Date.parse(value.firstSeen)))),
        value.lastSeen === null ? '' : t(x.seen(f.ago(Date.parse(value.lastSeen)))),
        value.identifiers.length > 1 ? t(x.joined(f.count(value.identifiers.length))) : '',
      ].filter(Boolean)
    : []
  return (
    <Page
      title={name}
      before={<Avatar person={value} />}
      actions={
        value && can('privacy.act') ? (
          <a className="btn" href={href(['privacy', 'requests'], { do: 'write', person: value.personId })}>
            {t(x.asked)}
          </a>
        ) : undefined
      }
      sub={
        <>
          <span className="mono break">{value?.personId ?? personId}</span>
          {facts.map((fact) => ` · ${fact}`)}
        </>
      }
    >
      <PseudonymNote />
      <Loaded resource={person} what={x.whatPerson} rows={6}>
        {(shown) => (
          <div className="grid">
            <div className="c8 stack">
              <ActivityCard person={shown} />
              <Loaded resource={profile} what={portraitTexts.what} rows={4}>
                {(portrait) => <Portrait profile={portrait} onChange={reload} />}
              </Loaded>
              <TimelineCard personId={shown.personId} />
            </div>
            <div className="c4 stack">
              <PreviewCard person={shown} route={route} />
              {profile.value?.profiling ? <HabitsCard profile={profile.value} /> : null}
              <IdentitiesCard person={shown} onChange={reload} />
              <TraitsCard person={shown} route={route} onChange={reload} />
              {profile.value ? <SimilarCard profile={profile.value} /> : null}
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  )
}
