import type { Person } from 'attune/api-types'
import { Fragment } from 'react'
import { useSession } from '../../api/session.tsx'
import { Card } from '../../components/card.tsx'
import type { Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { peopleTexts as x } from '../../texts/people-texts.ts'
import { CorrectSheet } from './correct-sheet.tsx'

export interface TraitsCardProps {
  readonly person: Person
  readonly route: Route
  readonly onChange: () => void
}

/** What is said of the person; whoever answers their requests can put it right. */
export function TraitsCard({ person, route, onChange }: TraitsCardProps) {
  const { t, f } = useLocale()
  const { can, personal } = useSession()
  const { personId, traits, traitOrigins } = person
  const entries = Object.entries(traits)
  const corrects = can('privacy.act') && personal === true
  const originOf = (name: string): string | null => {
    const { source = null, at = null, corrected = false } = traitOrigins[name] ?? {}
    if (at === null || (source === null && !corrected)) return null
    const when = f.ago(Date.parse(at))
    return t(source === null ? x.putRight(when) : x.toldBy(source, when))
  }
  const close = () => replaceQuery(route, { do: undefined, request: undefined })
  return (
    <Card
      title={t(x.traits)}
      {...(corrects
        ? {
            end: (
              <button type="button" className="btn small" onClick={() => replaceQuery(route, { do: 'correct' })}>
                {t(x.correct)}
              </button>
            ),
          }
        : {})}
    >
      {entries.length === 0 ? <p className="sm muted">{t(x.noTraits)}</p> : null}
      <dl className="kv">
        {entries.map(([name, value]) => (
          <Fragment key={name}>
            <dt className="mono">{name}</dt>
            <dd>
              {typeof value === 'string' ? value : JSON.stringify(value)}
              {originOf(name) === null ? null : <span className="sm muted"> {originOf(name)}</span>}
            </dd>
          </Fragment>
        ))}
      </dl>
      {corrects && route.query.get('do') === 'correct' ? (
        <CorrectSheet
          personId={personId}
          traits={traits}
          request={route.query.get('request')}
          onCorrected={() => {
            close()
            onChange()
          }}
          onClose={close}
        />
      ) : null}
    </Card>
  )
}
