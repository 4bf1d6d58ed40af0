import type { SatisfactionGroup } from 'attune/api-types'
import { NumbersTable } from '../../charts/numbers-table.tsx'
import { ReferenceList, toneAgainst } from '../../charts/reference-list.tsx'
import { Card } from '../../components/card.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { satisfactionPartTexts, satisfactionTexts as x } from '../../texts/satisfaction-texts.ts'

export interface GroupsCardProps {
  readonly all: SatisfactionGroup
  readonly groups: readonly SatisfactionGroup[]
}

/** Each group beside the whole, with its parts in a table. */
export function GroupsCard({ all, groups }: GroupsCardProps) {
  const { t, f, language } = useLocale()
  const whole = all.index?.value ?? 0
  const name = ({ title, key }: SatisfactionGroup): string => title?.[language] || key
  const known = groups.flatMap((group) => (group.index === null ? [] : [{ group, index: group.index }]))
  if (known.length === 0)
    return (
      <Card title={t(x.groups)}>
        <p className="soft">{t(x.noGroups)}</p>
      </Card>
    )
  return (
    <Card title={t(x.groups)} sub={t(x.groupsSub(f.decimal(100 * whole, 0)))}>
      <ReferenceList
        rows={known.map(({ group, index }) => ({
          key: group.key,
          label: name(group),
          sub: `${t(x.people)} ${f.count(group.people)}`,
          estimate: index,
          tone: toneAgainst(index, whole),
        }))}
        reference={whole}
        value={({ value }) => f.decimal(100 * value, 0)}
        range={({ low, high }) => f.decimalRange(100 * low, 100 * high, 0)}
        tick={(value) => f.decimal(100 * value, 0)}
        intervalWord={t(commonTexts.interval)}
      />
      <NumbersTable
        summary={t(x.parts)}
        rowHead={t(x.group)}
        columns={all.parts.map(({ part }) => t(satisfactionPartTexts[part]))}
        rows={known.map(({ group }) => ({
          head: name(group),
          cells: group.parts.map(({ estimate }) => (estimate === null ? '–' : f.decimal(100 * estimate.value, 0))),
        }))}
      />
    </Card>
  )
}
