import type { RecentEvents } from 'attune/api-types'
import { Bar } from '../../charts/bar.tsx'
import { Card } from '../../components/card.tsx'
import { eventTexts as x } from '../../texts/event-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

export interface ReasonsCardProps {
  readonly reasons: RecentEvents['reasons'] | undefined
  readonly chosen: string
  /** An empty reason takes the choice back. */
  readonly onChoose: (reason: string) => void
}

export function ReasonsCard({ reasons, chosen, onChoose }: ReasonsCardProps) {
  const { t, f } = useLocale()
  if (!reasons) return null
  const sorted = reasons.toSorted((a, b) => b.count - a.count)
  const most = sorted[0]?.count ?? 1
  return (
    <Card title={t(x.reasons)} sub={t(x.reasonsSub)}>
      {sorted.length === 0 ? <p className="sm muted">{t(x.noReasons)}</p> : null}
      <ul>
        {sorted.map(({ reason, count }) => (
          <li key={reason} className="interest">
            <button
              type="button"
              className="link sm"
              style={{ textAlign: 'left' }}
              aria-pressed={reason === chosen}
              onClick={() => onChoose(reason === chosen ? '' : reason)}
            >
              <span className={reason === chosen ? 'm' : ''}>{reason}</span>
            </button>
            <Bar share={count / most} grey />
            <span className="right m">{f.count(count)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
