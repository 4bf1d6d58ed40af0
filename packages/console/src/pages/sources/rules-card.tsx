import type { SourceList } from 'attune/api-types'
import { Fragment } from 'react'
import { Card } from '../../components/card.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { sourceTexts as x } from '../../texts/source-texts.ts'
import type { Text } from '../../texts/text.ts'

const kinds: Readonly<Record<string, Text>> = { email: x.email, phone: x.phone, device: x.device }

/** How people are joined, and which word about a trait is kept when sources contradict each other. */
export function RulesCard({ rules: { join, atMost, traits } }: Pick<SourceList, 'rules'>) {
  const { t, f, language } = useLocale()
  const ruleOf = ({ keep, trust }: SourceList['rules']['traits'][number]): string =>
    t(keep === 'mostTrusted' ? x.mostTrusted(trust.join(language === 'zh' ? '、' : ', ')) : x[keep])
  return (
    <Card title={t(x.rules)} sub={t(x.rulesSub)}>
      <h3>{t(x.identity)}</h3>
      <ul className="list">
        <li>{t(x.identityIds)}</li>
        {join.length === 0 ? (
          <li>{t(x.identityNone)}</li>
        ) : (
          <>
            <li>{t(x.identityJoin(f.list(join.map((kind) => t(kinds[kind] ?? [kind, kind])))))}</li>
            <li>{t(x.identityMost(f.count(atMost)))}</li>
          </>
        )}
      </ul>
      <div className="card-part">
        <h3>{t(x.conflicts)}</h3>
        <dl className="kv">
          {traits.map((rule) => (
            <Fragment key={rule.trait}>
              <dt className="mono">{rule.trait}</dt>
              <dd>{ruleOf(rule)}</dd>
            </Fragment>
          ))}
        </dl>
        <p className="sm muted mt2">{t(x.conflictsDefault)}</p>
      </div>
    </Card>
  )
}
