import type { Person } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { Card } from '../../components/card.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { peopleTexts as x } from '../../texts/people-texts.ts'

export interface IdentitiesCardProps {
  readonly person: Person
  readonly onChange: () => void
}

/** Which ids stand for this person; merges can be taken back. */
export function IdentitiesCard({ person, onChange }: IdentitiesCardProps) {
  const { t, f } = useLocale()
  const { client, can } = useSession()
  const [undoing, setUndoing] = useState<number>()
  return (
    <Card title={t(x.identities)} sub={t(x.identitiesSub)}>
      <ul className="list">
        {person.identifiers.map((identifier) => (
          <li key={identifier.personId} style={{ alignItems: 'center' }}>
            <div className="grow">
              <span className="mono break">{identifier.personId}</span>
              <small>
                {t(identifier.kind === 'user' ? x.user : x.anonymous)}
                {identifier.since === null || identifier.mergeId === null
                  ? ''
                  : ` · ${t(x.joinedOn(f.day(Date.parse(identifier.since))))}`}
              </small>
            </div>
            {identifier.mergeId !== null && can('people.change') ? (
              <button type="button" className="btn small" onClick={() => setUndoing(identifier.mergeId ?? undefined)}>
                {t(x.undo)}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {undoing === undefined ? null : (
        <Confirm
          title={t(x.undoTitle)}
          consequence={t(x.undoWhy)}
          confirmText={t(x.undoConfirm)}
          danger
          onConfirm={async () => {
            await client.send('DELETE', paths.undoMerge(person.personId, undoing))
            onChange()
          }}
          onClose={() => setUndoing(undefined)}
        />
      )}
    </Card>
  )
}
