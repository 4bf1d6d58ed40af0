import type { Fairness } from 'attune/api-types'
import { IntervalList } from '../../charts/interval-list.tsx'
import { NumbersTable } from '../../charts/numbers-table.tsx'
import { Card } from '../../components/card.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { fairnessTexts as x } from '../../texts/fairness-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

type People = NonNullable<Fairness['people']>

/** Whether groups of people that they told themselves fare alike. */
export function PeopleCard({ people: { trait, unknown, measures } }: { readonly people: People }) {
  const { t, f } = useLocale()
  return (
    <Card title={t(x.byTrait(trait))} {...(unknown === null ? {} : { sub: t(x.unknownPeople(f.count(unknown))) })}>
      {measures.map((one, at) => (
        <div key={one.measure} className={at === 0 ? undefined : 'card-part'}>
          <Measure measure={one} />
        </div>
      ))}
    </Card>
  )
}

function Measure({
  measure: { measure, groups, difference, highest, lowest },
}: {
  readonly measure: People['measures'][number]
}) {
  const { t, f } = useLocale()
  const rows = groups.flatMap(({ group, people, rate, small }) =>
    rate === null
      ? []
      : [
          {
            key: group,
            label: group,
            sub: small ? t(x.small) : `${t(x.people)} ${f.count(people)}`,
            estimate: rate,
            tone: 'none' as const,
          },
        ],
  )
  return (
    <>
      <h3>{t(x[measure])}</h3>
      <p className="sm soft">
        {difference === null || highest === null || lowest === null
          ? t(x.noGap)
          : t(
              x.gap(
                highest,
                lowest,
                f.decimal(100 * difference.value, 1),
                f.decimalRange(100 * difference.low, 100 * difference.high, 1),
              ),
            )}
      </p>
      {rows.length === 0 ? null : (
        <IntervalList
          rows={rows}
          value={({ value }) => f.percent(value, 1)}
          range={({ low, high }) => f.percentRange(low, high, 1)}
          tick={(value) => f.percent(value, 0)}
          intervalWord={t(commonTexts.interval)}
        />
      )}
      <NumbersTable
        summary={t(commonTexts.table)}
        rowHead={t(x.group)}
        columns={[t(x.people), t(x[measure]), t(commonTexts.interval)]}
        rows={groups.map(({ group, people, rate }) => ({
          head: group,
          cells: [
            f.count(people),
            rate === null ? '–' : f.percent(rate.value, 1),
            rate === null ? '–' : f.percentRange(rate.low, rate.high, 1),
          ],
        }))}
      />
    </>
  )
}
