import type { PrivacyReport } from 'attune/api-types'
import { Card } from '../../../components/card.tsx'
import { useLocale } from '../../../texts/locale.tsx'
import { heldTexts as x } from '../../../texts/privacy-texts.ts'

/** The lake and the backups. */
export function ElsewhereCard({ report: { lake, backups } }: { readonly report: PrivacyReport }) {
  const { t, f } = useLocale()
  const day = (text: string | null) => (text === null ? '–' : f.day(Date.parse(text)))
  return (
    <Card title={t(x.elsewhere)} columns={5}>
      <h3>{t(x.lake)}</h3>
      <dl className="kv mt2">
        <dt>{t(x.kind)}</dt>
        <dd>{lake === null ? t(x.lakeNone) : t(x.lakeHolds(f.count(lake.days), day(lake.from), day(lake.to)))}</dd>
        {lake === null ? null : (
          <>
            <dt>{t(x.size)}</dt>
            <dd>{f.bytes(lake.bytes)}</dd>
          </>
        )}
      </dl>
      <p className="xs muted mt2">{t(x.lakeWhy)}</p>
      <h3 className="mt5">{t(x.backups)}</h3>
      <p className="sm mt2">
        {backups.lastAt === null ? t(x.backupNone) : t(x.backupLast(f.ago(Date.parse(backups.lastAt))))}
      </p>
      <p className="xs muted mt2">{t(x.backupWhy)}</p>
    </Card>
  )
}
