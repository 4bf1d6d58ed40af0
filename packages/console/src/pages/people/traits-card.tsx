import { Fragment } from 'react'
import { Card } from '../../components/card.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { peopleTexts as x } from '../../texts/people-texts.ts'

export function TraitsCard({ traits }: { readonly traits: Readonly<Record<string, unknown>> }) {
  const { t } = useLocale()
  const entries = Object.entries(traits)
  return (
    <Card title={t(x.traits)}>
      {entries.length === 0 ? <p className="sm muted">{t(x.noTraits)}</p> : null}
      <dl className="kv">
        {entries.map(([name, value]) => (
          <Fragment key={name}>
            <dt className="mono">{name}</dt>
            <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
          </Fragment>
        ))}
      </dl>
    </Card>
  )
}
