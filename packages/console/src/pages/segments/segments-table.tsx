import type { SegmentView } from 'attune/api-types'
import { Bar } from '../../charts/bar.tsx'
import { href } from '../../router/route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { segmentTexts as x } from '../../texts/segment-texts.ts'

export function SegmentsTable({ segments }: { readonly segments: readonly SegmentView[] }) {
  const { t, f, language } = useLocale()
  return (
    <div className="scroll">
      <table className="table fold">
        <thead>
          <tr>
            <th scope="col">{t(x.segment)}</th>
            <th scope="col">{t(x.rule)}</th>
            <th scope="col" className="num">
              {t(x.members)}
            </th>
            <th scope="col">{t(x.share)}</th>
          </tr>
        </thead>
        <tbody>
          {segments.map(({ id, title, description, members, share }) => (
            <tr key={id}>
              <th scope="row">
                <a href={href(['segments', id])}>{title || id}</a>
                {title ? <small className="mono break">{id}</small> : null}
              </th>
              <td data-label={t(x.rule)}>{description[language]}</td>
              <td className="num" data-label={t(x.members)}>
                {f.count(members)}
              </td>
              <td data-label={t(x.share)}>
                <div className="cell">
                  <Bar share={share ?? 0} grey />
                  <span className="right">{share === null ? '–' : f.percent(share, 1)}</span>
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
