import type { SourceView } from 'attune/api-types'
import { Card } from '../../components/card.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { sourceTexts as x } from '../../texts/source-texts.ts'

type Declaration = NonNullable<SourceView['declaration']>
type Fields = Declaration['traits']

/** The declared schema: which events with which fields, and what becomes of each. */
export function DeclarationCard({ source: { from, declaration } }: { readonly source: SourceView }) {
  const { t } = useLocale()
  if (declaration === null || from === null)
    return (
      <Card title={t(x.declared)}>
        <p className="sm soft">{t(x.nothingDeclared)}</p>
      </Card>
    )
  const { why, standard, undeclared, events, page, screen, traits, groupTraits, context } = declaration
  const parts: readonly (readonly [string, Fields, string | undefined])[] = [
    ...Object.entries(events).map(([name, event]) => [name, event.properties, event.why] as const),
    ...(page ? [[t(x.page), page.properties, page.why] as const] : []),
    ...(screen ? [[t(x.screen), screen.properties, screen.why] as const] : []),
    [t(x.traits), traits, undefined],
    [t(x.groupTraits), groupTraits, undefined],
    [t(x.context), context, undefined],
  ]
  return (
    <Card title={t(x.declared)} sub={t(x[from])}>
      {why === undefined ? null : <p className="sm">{why}</p>}
      <ul className="list">
        {standard ? <li>{t(x.standard)}</li> : null}
        <li>{t(x[undeclared])}</li>
      </ul>
      {parts
        .filter(([, fields]) => Object.keys(fields).length > 0)
        .map(([name, fields, what]) => (
          <div className="card-part" key={name}>
            <h3>
              {name} {what === undefined ? null : <small>{what}</small>}
            </h3>
            <FieldList fields={fields} />
          </div>
        ))}
    </Card>
  )
}

function FieldList({ fields }: { readonly fields: Fields }) {
  const { t } = useLocale()
  return (
    <ul className="list">
      {Object.entries(fields).map(([path, field]) => {
        const [type, keep] = typeof field === 'string' ? [field, undefined] : [field.type, field.keep]
        return (
          <li key={path}>
            <span className="grow mono break">{path}</span>
            <span>
              {type}
              {keep === undefined ? null : ` · ${t(x[keep])}`}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
