import type { QualityCheck } from 'attune/api-types'
import { Card } from '../../components/card.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { qualityTexts as x } from '../../texts/quality-texts.ts'
import { QualityTable } from './quality-table.tsx'

export interface QualityCardProps {
  readonly section: QualityCheck['section']
  readonly checks: readonly QualityCheck[]
}

const subs = {
  completeness: x.completenessSub,
  freshness: x.freshnessSub,
  duplicates: x.duplicatesSub,
  drift: x.driftSub,
} as const

/** One section of the report: what needs a look stands open, the rest folded. */
export function QualityCard({ section, checks }: QualityCardProps) {
  const { t, f } = useLocale()
  const toDo = checks.filter(({ verdict }) => verdict === 'bad' || verdict === 'look')
  const fine = checks.filter((check) => !toDo.includes(check))
  return (
    <Card title={t(x[section])} sub={t(subs[section])} flush>
      {toDo.length === 0 ? null : <QualityTable checks={toDo} />}
      {fine.length === 0 ? null : (
        <details className="folded">
          <summary>{t(x.fine(f.count(fine.length)))}</summary>
          <QualityTable checks={fine} />
        </details>
      )}
    </Card>
  )
}
