import type { ClusterStatement, Clusters } from 'attune/api-types'
import { NumbersTable } from '../../charts/numbers-table.tsx'
import { ScatterMap } from '../../charts/scatter-map.tsx'
import { clusterPartTexts, clusterTexts as x } from '../../texts/cluster-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { ClusterRule } from './cluster-rule.tsx'

/** Five hues, then grey, as everywhere. */
const colorOf = (number: number): string => (number <= 5 ? `var(--cat-${number})` : 'var(--ink-3)')

/** A map of the groups, and under it the list: the numbers on the map are those of the list. */
export function ClustersView({ clusters: { clusters, map, reasonText, trials } }: { readonly clusters: Clusters }) {
  const { t, f, language } = useLocale()
  const nameOf = ({ kind, name, value }: ClusterStatement): string => {
    const part = kind === 'hours' || kind === 'device' ? clusterPartTexts[name] : undefined
    return part ? t(part) : kind === 'trait' && value !== 'true' ? `${name} ${value}` : name
  }
  return (
    <>
      <p className="sm mt3">{reasonText[language]}</p>
      <ScatterMap
        sentence={t(x.map(f.count(clusters.length), f.percent(map.explained[0] + map.explained[1])))}
        points={map.points}
        groups={clusters.map(({ number }) => ({ key: number, label: String(number), color: colorOf(number) }))}
      />
      <div className="scroll">
        <table className="table fold">
          <thead>
            <tr>
              <th scope="col">{t(x.group)}</th>
              <th scope="col" className="num">
                {t(x.people)}
              </th>
              <th scope="col">{t(x.special)}</th>
              <th scope="col">{t(x.segment)}</th>
            </tr>
          </thead>
          <tbody>
            {clusters.map(({ number, name, written, people, share, statements, segment }) => (
              <tr key={number}>
                <th scope="row">
                  {number} · {written?.name ?? name[language]}
                  {written ? (
                    <small>
                      {written.description} · {t(x.writtenBy(written.model))}
                    </small>
                  ) : null}
                </th>
                <td className="num" data-label={t(x.people)}>
                  {f.count(people)} <small>{f.percent(share)}</small>
                </td>
                <td data-label={t(x.special)}>
                  {statements
                    .slice(0, 5)
                    .map((one) => t(x.times(nameOf(one), f.decimal(one.lift, 1))))
                    .join(' · ')}
                </td>
                <td data-label={t(x.segment)}>
                  {segment === null ? (
                    <span className="soft">{t(x.noSegment)}</span>
                  ) : (
                    <ClusterRule segment={segment} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {trials.length === 0 ? null : (
        <NumbersTable
          summary={t(x.tried)}
          rowHead={t(x.groups)}
          columns={[t(x.silhouette), t(x.stability)]}
          rows={trials.map((trial) => ({
            head: f.count(trial.clusters),
            cells: [f.decimal(trial.silhouette, 2), f.decimal(trial.stability, 2)],
          }))}
        />
      )}
    </>
  )
}
