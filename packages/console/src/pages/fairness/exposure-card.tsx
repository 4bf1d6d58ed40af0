import type { Fairness } from 'attune/api-types'
import { NumbersTable } from '../../charts/numbers-table.tsx'
import { ReferenceList, toneAgainst } from '../../charts/reference-list.tsx'
import { Card } from '../../components/card.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { fairnessTexts as x } from '../../texts/fairness-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

/** How much each group is shown for what it merits. */
export function ExposureCard({ fairness: { exposure } }: { readonly fairness: Fairness }) {
  const { t, f } = useLocale()
  if (exposure === null)
    return (
      <Card title={t(x.exposure)}>
        <p className="soft">{t(x.nothingSeen)}</p>
      </Card>
    )
  const { groups, treatmentRatio, inequality } = exposure
  const rows = groups.flatMap(({ group, ratio, small, items }) => {
    if (ratio === null) return []
    // More than is merited is no praise: only what falls short stands out.
    const tone = small || toneAgainst(ratio, 1) !== 'bad' ? ('none' as const) : ('bad' as const)
    const sub = small ? t(x.small) : `${t(x.itemCount)} ${f.count(items)}`
    return [{ key: group, label: group, sub, estimate: ratio, tone }]
  })
  return (
    <Card title={t(x.exposure)} sub={t(x.exposureSub)}>
      {treatmentRatio === null ? null : (
        <p>
          {t(
            x.treatmentRatio(f.percent(treatmentRatio.value), f.percentRange(treatmentRatio.low, treatmentRatio.high)),
          )}
        </p>
      )}
      {inequality === null ? null : <p className="sm soft">{t(x.inequality(f.decimal(inequality, 3)))}</p>}
      {rows.length === 0 ? null : (
        <div className="mt3">
          <ReferenceList
            rows={rows}
            reference={1}
            value={({ value }) => f.decimal(value, 2)}
            range={({ low, high }) => f.decimalRange(low, high, 2)}
            tick={(value) => f.decimal(value, 1)}
            intervalWord={t(commonTexts.interval)}
          />
        </div>
      )}
      <NumbersTable
        summary={t(commonTexts.table)}
        rowHead={t(x.group)}
        columns={[t(x.itemCount), t(x.exposureShare), t(commonTexts.interval), t(x.meritShare), t(x.ratio)]}
        rows={groups.map(({ group, items, exposureShare, meritShare, ratio }) => ({
          head: group,
          cells: [
            f.count(items),
            f.percent(exposureShare.value, 1),
            f.percentRange(exposureShare.low, exposureShare.high, 1),
            f.percent(meritShare, 1),
            ratio === null ? '–' : f.decimal(ratio.value, 2),
          ],
        }))}
      />
    </Card>
  )
}
