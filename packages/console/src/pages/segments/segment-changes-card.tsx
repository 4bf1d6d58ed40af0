import type { SegmentChanges } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { BarChart } from '../../charts/bar-chart.tsx'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { segmentTexts as x } from '../../texts/segment-texts.ts'
import type { Text } from '../../texts/text.ts'

/** Who came and who went, day by day: two charts on one scale of time. */
export function SegmentChangesCard({ id }: { readonly id: string }) {
  const { t } = useLocale()
  const changes = useResource<SegmentChanges>(paths.segmentChanges(id), { every: 60_000 })
  return (
    <Card title={t(x.overTime)} sub={t(x.overTimeSub)}>
      <Loaded resource={changes} rows={4}>
        {({ days }) => (
          <>
            <Days days={days} of="entered" head={x.entered} sentence={x.enteredSentence} />
            <Days days={days} of="left" head={x.left} sentence={x.leftSentence} />
          </>
        )}
      </Loaded>
    </Card>
  )
}

interface DaysProps {
  readonly days: SegmentChanges['days']
  readonly of: 'entered' | 'left'
  readonly head: Text
  readonly sentence: (count: string) => Text
}

function Days({ days, of, head, sentence }: DaysProps) {
  const { t, f } = useLocale()
  const values = days.map((day) => day[of])
  const sum = values.reduce((total, value) => total + value, 0)
  return (
    <>
      <h3 className="sm mt3">{t(head)}</h3>
      <BarChart
        height={90}
        sentence={t(sentence(f.count(sum)))}
        xHead={t(x.day)}
        yHead={t(head)}
        xLabels={days.map(({ day }) => f.day(Date.parse(`${day}T12:00:00`)))}
        values={values}
        format={f.count}
        tableSummary={t(x.numbers)}
      />
    </>
  )
}
