import type { PrivacyReport } from 'attune/api-types'
import { paths } from '../../../api/paths.ts'
import { useResource } from '../../../api/use-resource.ts'
import { Loaded } from '../../../components/loaded.tsx'
import { useLocale } from '../../../texts/locale.tsx'
import { heldTexts as x } from '../../../texts/privacy-texts.ts'
import { ElsewhereCard } from './elsewhere-card.tsx'
import { HoldingsCard } from './holdings-card.tsx'
import { RecordCard } from './record-card.tsx'
import { RetentionCard } from './retention-card.tsx'

/** What is held of whom, why, how long, and where else. */
export function HeldTab() {
  const { t, f } = useLocale()
  const report = useResource<PrivacyReport>(paths.privacyReport)
  return (
    <Loaded resource={report} what={x.what} rows={6}>
      {(told) => {
        const rows = told.holdings.reduce((sum, { rows: n }) => sum + n, 0)
        const persons = Math.max(0, ...told.holdings.map(({ persons: n }) => n ?? 0))
        return (
          <div className="stack">
            <p className="soft">
              <b>{rows === 0 ? t(x.none) : t(x.headline(f.count(rows), f.count(persons)))}</b>{' '}
              {rows === 0 ? t(x.noneWhy) : t(x.sealedNote)}
            </p>
            <HoldingsCard holdings={told.holdings} />
            <div className="grid">
              <RetentionCard report={told} />
              <ElsewhereCard report={told} />
            </div>
            <RecordCard />
          </div>
        )
      }}
    </Loaded>
  )
}
