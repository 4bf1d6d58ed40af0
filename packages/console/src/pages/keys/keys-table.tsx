import type { ApiKey } from '../../api/key-types.ts'
import { useLocale } from '../../texts/locale.tsx'
import { keyTexts as x } from '../../texts/placement-texts.ts'

/** When a key stops by itself, where it does. */
function Expiry({ at }: { readonly at: string | null }) {
  const { t, f } = useLocale()
  if (at === null) return null
  const time = Date.parse(at)
  return <span className="badge">{t(time <= Date.now() ? x.expired : x.until(f.moment(time)))}</span>
}

export interface KeysTableProps {
  readonly keys: readonly ApiKey[]
  readonly onRotate: (key: ApiKey) => void
  readonly onRevoke: (key: ApiKey) => void
}

export function KeysTable({ keys, onRotate, onRevoke }: KeysTableProps) {
  const { t, f } = useLocale()
  return (
    <div className="scroll">
      <table className="table fold">
        <thead>
          <tr>
            <th scope="col">{t(x.name)}</th>
            <th scope="col">{t(x.prefix)}</th>
            <th scope="col">{t(x.scopes)}</th>
            <th scope="col">{t(x.created)}</th>
            <th scope="col">{t(x.used)}</th>
            <th scope="col" className="num">
              {t(x.state)}
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id}>
              <th scope="row" className={key.revokedAt === null ? 'm' : 'muted'}>
                {key.name}
              </th>
              <td className="mono" data-label={t(x.prefix)}>
                {key.prefix}…
              </td>
              <td data-label={t(x.scopes)}>
                <span className="row wrap" style={{ gap: 4 }}>
                  {key.scopes.map((scope) => (
                    <span key={scope} className="badge">
                      {scope}
                    </span>
                  ))}
                </span>
              </td>
              <td data-label={t(x.created)}>{f.day(Date.parse(key.createdAt))}</td>
              <td data-label={t(x.used)}>{key.lastUsedAt === null ? t(x.never) : f.ago(Date.parse(key.lastUsedAt))}</td>
              <td className="num lead">
                <Expiry at={key.expiresAt ?? null} />{' '}
                {key.revokedAt === null ? (
                  <>
                    <button
                      type="button"
                      className="btn small"
                      aria-label={`${t(x.rotate)} ${key.name}`}
                      onClick={() => onRotate(key)}
                    >
                      {t(x.rotate)}
                    </button>{' '}
                    <button
                      type="button"
                      className="btn small danger"
                      aria-label={`${t(x.revoke)} ${key.name}`}
                      onClick={() => onRevoke(key)}
                    >
                      {t(x.revoke)}
                    </button>
                  </>
                ) : (
                  <span className="badge">{t(x.revoked)}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
