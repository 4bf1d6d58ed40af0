import type { AuditEntryView, AuditPage } from 'attune/api-types'
import { Icon } from '../../../components/icon.tsx'
import { href, type Route } from '../../../router/route.ts'
import { auditTexts as x } from '../../../texts/audit-texts.ts'
import { useLocale } from '../../../texts/locale.tsx'
import { auditWords } from './audit-words.ts'

export interface AuditTableProps {
  readonly page: AuditPage
  readonly route: Route
}

/** Entries as sentences; whoever looked at personal data for a reason stands out by a word, a sign and a line. */
export function AuditTable({ page, route }: AuditTableProps) {
  const { t, f, language } = useLocale()
  return (
    <div className="scroll">
      <table className="table fold audit">
        <thead>
          <tr>
            <th scope="col">{t(x.when)}</th>
            <th scope="col">{t(x.entry)}</th>
            <th scope="col" className="num">
              {t(x.number)}
            </th>
          </tr>
        </thead>
        <tbody>
          {page.entries.map((entry) => {
            const glass = entry.action.startsWith('break-glass.')
            const at = Date.parse(entry.at)
            return (
              <tr key={entry.id} className={glass ? 'glass' : undefined}>
                <td className="nowrap">
                  {f.day(at)} · {f.clock(at, true)}
                </td>
                <th scope="row">
                  {glass ? (
                    <span className="badge warn">
                      <Icon name="warn" />
                      {t(x.glass)}
                    </span>
                  ) : null}{' '}
                  <span className="break">{auditWords(entry, { language, t, names: page.names })}</span>
                  <Details entry={entry} route={route} />
                </th>
                <td className="num lead muted">{f.count(entry.id)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

/** The entry as it was written. */
function Details({ entry, route }: { readonly entry: AuditEntryView; readonly route: Route }) {
  const { t, f } = useLocale()
  const rest = Object.keys(entry.details).length > 0
  return (
    <details className="entry">
      <summary aria-label={t(x.detailsOf(f.count(entry.id)))}>{t(x.details)}</summary>
      <dl className="kv mt2">
        <dt>{t(x.action)}</dt>
        <dd className="mono">{entry.action}</dd>
        <dt>{t(x.actor)}</dt>
        <dd className="mono">{entry.actor}</dd>
        <dt>{t(x.subject)}</dt>
        <dd>
          <span className="mono">{entry.subject}</span>{' '}
          <a href={href(route.path, { subject: entry.subject })}>{t(x.sameSubject)}</a>
        </dd>
        {rest ? (
          <>
            <dt>{t(x.details)}</dt>
            <dd>
              <pre className="code">{JSON.stringify(entry.details, null, 2)}</pre>
            </dd>
          </>
        ) : null}
        <dt>{t(x.hash)}</dt>
        <dd className="mono">{entry.hash}</dd>
      </dl>
    </details>
  )
}
