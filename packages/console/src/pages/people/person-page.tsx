import type { Person } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useResource } from '../../api/use-resource.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { href, type Route } from '../../router/route.ts'
import { useDetail } from '../../shell/detail.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { peopleTexts as x } from '../../texts/people-texts.ts'
import { ActivityCard } from './activity-card.tsx'
import { Avatar } from './avatar.tsx'
import { IdentitiesCard } from './identities-card.tsx'
import { InterestsCard } from './interests-card.tsx'
import { personName } from './person-name.ts'
import { PreviewCard } from './preview-card.tsx'
import { PseudonymNote } from './pseudonym-note.tsx'
import { TimelineCard } from './timeline-card.tsx'
import { TraitsCard } from './traits-card.tsx'

export interface PersonPageProps {
  readonly personId: string
  readonly route: Route
}

/** Who is this, and why would they see what they see? */
export function PersonPage({ personId, route }: PersonPageProps) {
  const { t, f } = useLocale()
  const { can } = useSession()
  const person = useResource<Person>(paths.person(personId), { every: 20_000 })
  const { value } = person
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
              <InterestsCard person={shown} />
              <TimelineCard personId={shown.personId} />
            </div>
            <div className="c4 stack">
              <PreviewCard person={shown} route={route} />
              <IdentitiesCard person={shown} onChange={person.reload} />
              <TraitsCard person={shown} route={route} onChange={person.reload} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  )
}
