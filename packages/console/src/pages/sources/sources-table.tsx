import type { SourceSummary } from 'attune/api-types'
import { href } from '../../router/route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { sourceTexts as x } from '../../texts/source-texts.ts'

export function SourcesTable({ sources }: { readonly sources: readonly SourceSummary[] }) {
  const { t, f } = useLocale()
  return (
    <div className="scroll">
      <table className="table fold">
        <thead>
          <tr>
            <th scope="col">{t(x.source)}</th>
            <th scope="col">{t(x.schema)}</th>
            <th scope="col" className="num">
              {t(x.events)}
            </th>
            <th scope="col">{t(x.last)}</th>
            <th scope="col" className="num">
              {t(x.leftOut)}
            </th>
          </tr>
        </thead>
        <tbody>
          {sources.map(({ name, title, from, regime, keys, events, lastEventAt, dropped }) => (
            <tr key={name}>
              <th scope="row">
                <a href={href(['sources', name])}>{title || name}</a>
                <small className="mono break">{name}</small>
              </th>
              <td data-label={t(x.schema)}>
                {t(from === null ? x.undeclared : x[from])}
                <small>
                  {[
                    regime === null ? '' : t(x.regime(regime)),
                    keys.length === 0 ? '' : t(x.keys(f.count(keys.length))),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </td>
              <td className="num" data-label={t(x.events)}>
                {f.count(events)}
              </td>
              <td data-label={t(x.last)}>{lastEventAt === null ? t(x.never) : f.ago(Date.parse(lastEventAt))}</td>
              <td className="num" data-label={t(x.leftOut)}>
                {f.count(dropped)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
