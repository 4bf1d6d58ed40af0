import type { Placement } from 'attune/api-types'
import { Card } from '../../components/card.tsx'
import { Icon } from '../../components/icon.tsx'
import { variationName } from '../../format/variation-name.ts'
import { useLocale } from '../../texts/locale.tsx'
import { placementTexts as x } from '../../texts/placement-texts.ts'
import { rerankTexts } from '../../texts/rerank-texts.ts'
import { RerankList } from './rerank-list.tsx'

/** Set by hand, so shown as it was set: 5%, 12.5%. */
const shareDigits = (share: number) => (Math.abs(share * 100 - Math.round(share * 100)) < 0.05 ? 0 : 1)

export interface PlacementCardProps {
  readonly placement: Placement
  /** Absent for readers who may not change it. */
  readonly onEdit: (() => void) | undefined
}

export function PlacementCard({ placement, onEdit }: PlacementCardProps) {
  const { t, f, language } = useLocale()
  const { id, title, split, control, exploration, includeSeen, filter, segments } = placement
  const total = split.reduce((sum, arm) => sum + arm.weight, 0)
  const rules = Object.entries(filter).filter(([, value]) => !Array.isArray(value) || value.length > 0)
  return (
    <Card
      title={title[language] || id}
      sub={<span className="mono">{id}</span>}
      columns={6}
      {...(onEdit
        ? {
            end: (
              <button
                type="button"
                className="btn small"
                aria-label={`${t(x.edit)} ${title[language] || id}`}
                onClick={onEdit}
              >
                <Icon name="edit" />
                {t(x.edit)}
              </button>
            ),
          }
        : {})}
    >
      <div className="split" aria-hidden="true">
        {split.map((arm) => (
          <i key={arm.variation} className={arm.variation === control ? 'control' : ''} style={{ flex: arm.weight }} />
        ))}
      </div>
      <table className="table in mt2">
        <thead>
          <tr>
            <th scope="col">{t(x.arm)}</th>
            <th scope="col">{t(x.model)}</th>
            <th scope="col" className="num">
              {t(x.share)}
            </th>
          </tr>
        </thead>
        <tbody>
          {split.map((arm) => (
            <tr key={arm.variation}>
              <th scope="row">
                {variationName(arm.variation, language)}{' '}
                {arm.variation === control ? <span className="badge">{t(x.controlMark)}</span> : null}
              </th>
              <td className="mono">{arm.model}</td>
              <td className="num m">{f.percent(arm.weight / total, shareDigits(arm.weight / total))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className="kv mt4">
        {control === null ? (
          <>
            <dt>{t(x.control)}</dt>
            <dd>{t(x.noControl)}</dd>
          </>
        ) : null}
        <dt>{t(x.audience)}</dt>
        <dd className="break">
          {segments === undefined
            ? t(x.everybody)
            : [
                ...(segments.any ? [t(x.inAny(segments.any.join(', ')))] : []),
                ...(segments.not ? [t(x.inNone(segments.not.join(', ')))] : []),
                t(x.elseShown(segments.otherwise)),
              ].join(' · ')}
        </dd>
        <dt>{t(x.exploration)}</dt>
        <dd>
          {exploration > 0 ? t(x.explorationOf(f.percent(exploration, shareDigits(exploration)))) : t(x.explorationOff)}
        </dd>
        <dt>{t(x.seen)}</dt>
        <dd>{t(includeSeen ? x.seenYes : x.seenNo)}</dd>
        <dt>{t(x.filter)}</dt>
        <dd className={rules.length > 0 ? 'mono' : ''}>
          {rules.length > 0
            ? rules.map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : value}`).join(' · ')
            : t(x.noFilter)}
        </dd>
        <dt>{t(rerankTexts.title)}</dt>
        <dd>
          <RerankList placement={placement} />
        </dd>
      </dl>
    </Card>
  )
}
