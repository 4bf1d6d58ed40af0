import type { FlagView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Icon } from '../../components/icon.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { href } from '../../router/route.ts'
import { featureFlagTexts as x } from '../../texts/feature-flag-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { FlagActions } from './flag-actions.tsx'
import { FlagSheet } from './flag-sheet.tsx'
import { ruleWords } from './rule-words.ts'
import { SdkCard } from './sdk-card.tsx'

/** Who gets which value, in words, and where code finds it. */
export function FlagsPage() {
  const { t } = useLocale()
  const { can } = useSession()
  const [adding, setAdding] = useState(false)
  const list = useResource<{ flags: FlagView[] }>(paths.flags, { every: 30_000 })
  return (
    <Page
      title={t(x.title)}
      sub={t(x.sub)}
      actions={
        can('experiments.change') ? (
          <button type="button" className="btn primary" onClick={() => setAdding(true)}>
            <Icon name="plus" />
            {t(x.create)}
          </button>
        ) : undefined
      }
    >
      <div className="stack">
        <Loaded resource={list} what={x.what} rows={6}>
          {({ flags }) =>
            flags.length === 0 ? (
              <Card title={t(x.none)}>
                <div className="empty">
                  <p>{t(x.noneWhy)}</p>
                </div>
              </Card>
            ) : (
              <section className="card flush" aria-label={t(x.title)}>
                <FlagsTable flags={flags} onChange={list.reload} />
              </section>
            )
          }
        </Loaded>
        <SdkCard origin={location.origin} />
      </div>
      {adding ? <FlagSheet flag={undefined} onSaved={list.reload} onClose={() => setAdding(false)} /> : null}
    </Page>
  )
}

interface FlagsTableProps {
  readonly flags: readonly FlagView[]
  readonly onChange: () => void
}

function FlagsTable({ flags, onChange }: FlagsTableProps) {
  const locale = useLocale()
  const { t, f } = locale
  const { can } = useSession()
  return (
    <div className="scroll">
      <table className="table fold">
        <thead>
          <tr>
            <th scope="col">{t(x.flag)}</th>
            <th scope="col">{t(x.state)}</th>
            <th scope="col">{t(x.rules)}</th>
            <th scope="col">{t(x.otherwise)}</th>
            <th scope="col" className="num opt">
              {t(x.changed)}
            </th>
            {can('experiments.change') ? (
              <th scope="col">
                <span className="sr">{t(x.change)}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {flags.map((flag) => (
            <tr key={flag.id}>
              <th scope="row">
                {flag.title || flag.id}
                {flag.title ? <small className="mono break">{flag.id}</small> : null}
              </th>
              <td data-label={t(x.state)}>
                <span className={flag.on ? 'badge good' : 'badge'}>{t(flag.on ? x.on : x.off)}</span>
              </td>
              <td data-label={t(x.rules)}>
                {flag.rules.length === 0 ? (
                  t(x.noRules)
                ) : (
                  <ol className="stages">
                    {flag.rules.map((rule, at) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place
                      <li key={at}>
                        {'experiment' in rule ? (
                          <a href={href(['experiments', rule.experiment])}>{ruleWords(rule, locale)}</a>
                        ) : (
                          ruleWords(rule, locale)
                        )}
                      </li>
                    ))}
                  </ol>
                )}
              </td>
              <td data-label={t(x.otherwise)}>
                <code className="mono break">{JSON.stringify(flag.defaultValue)}</code>
              </td>
              <td className="num opt" data-label={t(x.changed)}>
                {f.ago(Date.parse(flag.updatedAt))}
              </td>
              {can('experiments.change') ? (
                <td>
                  <FlagActions flag={flag} onChange={onChange} />
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
