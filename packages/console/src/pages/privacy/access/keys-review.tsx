import type { AccessReview } from 'attune/api-types'
import { useSession } from '../../../api/session.tsx'
import { Card } from '../../../components/card.tsx'
import { reviewTexts as x } from '../../../texts/audit-texts.ts'
import { useLocale } from '../../../texts/locale.tsx'
import { scopeTexts } from '../../../texts/placement-texts.ts'
import { Flags } from './flags.tsx'

/** Keys: what they open, when they last did, and when they end. */
export function KeysReview({ keys }: { readonly keys: AccessReview['keys'] }) {
  const { t, f } = useLocale()
  const { can } = useSession()
  const end = can('keys.manage') ? { end: <a href="#/keys">{t(x.toKeys)}</a> } : {}
  if (keys.length === 0)
    return (
      <Card title={t(x.keys)} {...end}>
        <p className="sm soft">{t(x.noKeys)}</p>
      </Card>
    )
  return (
    <Card title={t(x.keys)} {...end} flush>
      <div className="scroll">
        <table className="table fold">
          <thead>
            <tr>
              <th scope="col">{t(x.name)}</th>
              <th scope="col">{t(x.may)}</th>
              <th scope="col">{t(x.used)}</th>
              <th scope="col">{t(x.ends)}</th>
              <th scope="col">{t(x.lookAt)}</th>
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => (
              <tr key={key.id}>
                <th scope="row" className="whole">
                  <span className="m break">{key.name}</span>
                  <small className="mono">{key.prefix}…</small>
                </th>
                <td data-label={t(x.may)}>
                  {key.scopes.map((scope) => (
                    <div key={scope}>
                      <span className="badge">{scope}</span>{' '}
                      <span className="xs muted">{t(scopeTexts[scope] ?? [scope, scope])}</span>
                    </div>
                  ))}
                </td>
                <td data-label={t(x.used)}>
                  {key.lastUsedAt === null ? t(x.neverUsed) : f.ago(Date.parse(key.lastUsedAt))}
                </td>
                <td data-label={t(x.ends)}>{key.expiresAt === null ? t(x.noEnd) : f.day(Date.parse(key.expiresAt))}</td>
                <td data-label={t(x.lookAt)}>
                  <Flags flags={key.flags} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
