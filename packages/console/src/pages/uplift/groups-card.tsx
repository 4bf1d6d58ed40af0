import { EstimateTable } from '../../charts/estimate-table.tsx'
import { toneOf } from '../../charts/interval-plot.tsx'
import { intervalDomain, ticksWithin } from '../../charts/scale.ts'
import { Card } from '../../components/card.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { upliftTexts as x } from '../../texts/uplift-texts.ts'
import { perThousand } from './outcome-words.ts'
import type { ReportOf } from './report-of.ts'

/** Tenths by what was predicted, with what came. */
export function GroupsCard({ model, report: { groups } }: ReportOf) {
  const { t, f } = useLocale()
  const { value, range } = perThousand(f, model)
  const domain = intervalDomain(
    groups.map(({ uplift }) => uplift),
    0.001,
  )
  return (
    <Card title={t(x.groups)} sub={t(x.groupsSub)} flush>
      <EstimateTable
        head={t(x.group)}
        columns={[t(x.people), t(x.predicted)]}
        value={t(x.uplift)}
        domain={domain}
        ticks={ticksWithin(domain[0], domain[1], 4)}
        format={value}
        range={range}
        rows={groups.map(({ group, people, predicted, uplift }) => ({
          key: `${group}`,
          name: f.count(group),
          cells: [f.count(people), value(predicted)],
          estimate: uplift,
          tone: toneOf(uplift),
          label: t(x.groupLabel(f.count(group), value(uplift.value), range(uplift.low, uplift.high))),
        }))}
      />
    </Card>
  )
}
