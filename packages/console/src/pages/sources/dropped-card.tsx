import type { SourceView } from 'attune/api-types'
import { Card } from '../../components/card.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { sourceTexts as x } from '../../texts/source-texts.ts'

const reasons = { undeclared: x.undeclaredWhy, 'wrong-type': x.wrongType, declared: x.known } as const

/** Fields that were left out before anything was stored, and why. */
export function DroppedCard({ dropped }: Pick<SourceView, 'dropped'>) {
  const { t, f } = useLocale()
  return (
    <Card title={t(x.dropped)} sub={t(x.droppedSub)}>
      {dropped.length === 0 ? <p className="sm muted">{t(x.noneDropped)}</p> : null}
      <ul className="list">
        {dropped.map(({ event, field, reason, count, lastAt }) => (
          <li key={`${event} ${field} ${reason}`}>
            <div className="grow">
              <span className="mono break">{field}</span>
              <small>{[event, t(reasons[reason]), f.ago(Date.parse(lastAt))].filter(Boolean).join(' · ')}</small>
            </div>
            <span>{f.count(count)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
