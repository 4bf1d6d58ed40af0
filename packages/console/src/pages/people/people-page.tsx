import type { PeoplePage as People } from 'attune/api-types'
import { useCallback } from 'react'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Pager } from '../../components/pager.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { useTrail } from '../../components/use-trail.ts'
import { href, type Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { peopleTexts as x } from '../../texts/people-texts.ts'
import { Avatar } from './avatar.tsx'
import { personName } from './person-name.ts'
import { PseudonymNote } from './pseudonym-note.tsx'

const pageSize = 50

export function PeoplePage({ route }: { readonly route: Route }) {
  const { t, f } = useLocale()
  const search = route.query.get('search') ?? ''
  const [trail, setTrail] = useTrail(search)
  const people = useResource<People>(paths.people({ search, limit: pageSize, cursor: trail.at(-1) }))
  const onSearch = useCallback((text: string) => replaceQuery(route, { search: text }), [route])
  return (
    <Page
      title={t(x.title)}
      {...(people.value ? { sub: t(x.sub(f.count(people.value.total))) } : {})}
      actions={<SearchBox label={t(x.search)} value={search} onSearch={onSearch} />}
    >
      <PseudonymNote />
      <Loaded resource={people} what={x.what} rows={8}>
        {(page) =>
          page.people.length === 0 ? (
            <Card title={t(search ? x.title : x.none)}>
              <div className="empty">
                <p>{t(search ? x.noMatch(search) : x.noneWhy)}</p>
              </div>
            </Card>
          ) : (
            <section className="card flush" aria-label={t(x.title)}>
              <PeopleTable people={page.people} />
              <Pager
                trail={trail}
                pageSize={pageSize}
                shown={page.people.length}
                total={page.total}
                next={page.next}
                onTrail={setTrail}
              />
            </section>
          )
        }
      </Loaded>
    </Page>
  )
}

function PeopleTable({ people }: { readonly people: People['people'] }) {
  const { t, f } = useLocale()
  const time = (at: string | null, text: (ms: number) => string) => (at === null ? '–' : text(Date.parse(at)))
  return (
    <div className="scroll">
      <table className="table fold">
        <thead>
          <tr>
            <th scope="col">{t(x.person)}</th>
            <th scope="col" className="num">
              {t(x.events)}
            </th>
            <th scope="col" className="num">
              {t(x.orders)}
            </th>
            <th scope="col" className="num">
              {t(x.firstSeen)}
            </th>
            <th scope="col" className="num">
              {t(x.lastSeen)}
            </th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => {
            const name = personName(person, t)
            return (
              <tr key={person.personId}>
                <th scope="row">
                  <div className="row" style={{ gap: 12 }}>
                    <Avatar person={person} small />
                    <div className="grow">
                      <a className="break" href={href(['people', person.personId])}>
                        {name}
                      </a>
                      <small className="mono break">{person.personId}</small>
                    </div>
                  </div>
                </th>
                <td className="num" data-label={t(x.events)}>
                  {f.count(person.events)}
                </td>
                <td className="num" data-label={t(x.orders)}>
                  {f.count(person.orders)}
                </td>
                <td className="num muted opt">{time(person.firstSeen, f.day)}</td>
                <td className="num lead muted">{time(person.lastSeen, f.ago)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
