import { decomposeRate, twoProportionTest } from '@attune/measure'
import type { AttributionView } from '../../../api/schemas/attribution.ts'
import type { ReportRow } from '../../../api/schemas/report.ts'
import type { DecisionDraftTexts } from '../decision-draft-texts.ts'
import type { NumberBook } from '../number-book.ts'
import type { DecisionFigures } from '../read-decision-figures.ts'
import type { ReportSection, ReportSentence, ReportTable } from '../report-document.ts'
import { seenClicks } from './seen-clicks.ts'

type Section = Omit<ReportSection, 'id' | 'title'>

export interface Changed {
  readonly section: Section
  /** The mix of what was shown moved the click rate more than the rates did. */
  readonly mostlyMix: boolean
}

/** The period before beside this one: what moved, and which parts moved it. */
export function changedSection(figures: DecisionFigures, book: NumberBook, t: DecisionDraftTexts): Changed {
  const { total, totalBefore, by } = figures
  if (total.exposures === 0 || totalBefore.exposures === 0)
    return {
      section: { sentences: [{ text: t.noBefore, numbers: [] }], tables: [], figures: [] },
      mostlyMix: false,
    }
  const of = (row: ReportRow | undefined) =>
    row === undefined ? { successes: 0, trials: 0 } : { successes: seenClicks(row), trials: row.exposures }
  const names = namesOf(figures)
  const find = (rows: readonly ReportRow[], name: string) => rows.find(({ group }) => group[by] === name)
  const parts = decomposeRate(
    names.map((group) => ({
      group,
      before: of(find(figures.groupsBefore, group)),
      after: of(find(figures.groups, group)),
    })),
  )
  const { difference } = twoProportionTest(of(totalBefore), of(total))
  book.add('change.ctr', 'points', difference)
  book.add('change.rate', 'points', parts.rate)
  book.add('change.mix', 'points', parts.mix)
  const rows = parts.groups.map(({ group, rate, mix }, at) => {
    const id = `change${at + 1}`
    book.add(`${id}.rate`, 'points', rate)
    book.add(`${id}.mix`, 'points', mix)
    book.add(`${id}.both`, 'points', rate + mix)
    return { group, id, size: Math.abs(rate + mix) }
  })
  const most = rows.length > 1 ? rows.reduce((a, b) => (b.size > a.size ? b : a)) : undefined
  const revenue = revenueOf(figures, names, book, t)
  const channels = figures.channels === undefined ? undefined : channelsOf(figures.channels, book, t)
  const sure = difference.low > 0 || difference.high < 0
  return {
    mostlyMix: sure && Math.abs(parts.mix) > Math.abs(parts.rate),
    section: {
      sentences: [
        book.sentence((n) => t.moved(n('before.ctr'), n('now.ctr'), n('change.ctr'), sure)),
        book.sentence((n) => t.parts(n('change.rate'), n('change.mix'))),
        ...(most === undefined || most.size === 0
          ? []
          : [book.sentence((n) => t.most(most.group, n(`${most.id}.both`)))]),
        ...revenue.sentences,
        ...(channels?.sentences ?? []),
      ],
      tables: [
        {
          title: t.tables.contributions,
          columns: [t.columns.group[by], t.columns.rate, t.columns.mix, t.columns.both],
          rows: rows.map(({ group, id }) => [
            { text: group },
            ...['rate', 'mix', 'both'].map((part) => ({ number: `${id}.${part}` })),
          ]),
        },
        ...revenue.tables,
        ...(channels?.tables ?? []),
      ],
      figures: [
        {
          kind: 'bars',
          title: t.figures.contributions,
          rows: rows.map(({ group, id }) => ({ label: group, number: `${id}.both` })),
        },
      ],
    },
  }
}

const namesOf = ({ groups, groupsBefore, by }: DecisionFigures): readonly string[] =>
  [...new Set([...groups, ...groupsBefore].map(({ group }) => group[by] ?? ''))].sort()

interface Part {
  readonly sentences: readonly ReportSentence[]
  readonly tables: readonly ReportTable[]
}

function revenueOf(figures: DecisionFigures, names: readonly string[], book: NumberBook, t: DecisionDraftTexts): Part {
  const { total, totalBefore, groups, groupsBefore, by } = figures
  if (total.revenue === 0 && totalBefore.revenue === 0) return { sentences: [], tables: [] }
  book.add('change.revenue', 'signed', total.revenue - totalBefore.revenue)
  const of = (rows: readonly ReportRow[], name: string): number =>
    rows.find(({ group }) => group[by] === name)?.revenue ?? 0
  return {
    sentences: [book.sentence((n) => t.revenueMoved(n('before.revenue'), n('now.revenue'), n('change.revenue')))],
    tables: [
      {
        title: t.tables.revenue,
        columns: [t.columns.group[by], t.columns.before, t.columns.now, t.columns.difference],
        rows: names.map((name, at) => {
          const [was, is] = [of(groupsBefore, name), of(groups, name)]
          const id = `change${at + 1}.revenue`
          return [
            { text: name },
            book.cell(`${id}.before`, 'amount', was),
            book.cell(`${id}.now`, 'amount', is),
            book.cell(`${id}.difference`, 'signed', is - was),
          ]
        }),
      },
    ],
  }
}

function channelsOf(
  { now, before }: { readonly now: AttributionView; readonly before: AttributionView },
  book: NumberBook,
  t: DecisionDraftTexts,
): Part {
  const of = ({ channels, unattributed }: AttributionView) =>
    new Map([
      ...channels.map(({ channel, credits }) => [channel ?? t.others, credits.linear.conversions] as const),
      ...(unattributed.conversions > 0 ? [[t.untouched, unattributed.conversions] as const] : []),
    ])
  const [is, was] = [of(now), of(before)]
  const rows = [...new Set([...is.keys(), ...was.keys()])].map((channel, at) => {
    const [a, b] = [was.get(channel) ?? 0, is.get(channel) ?? 0]
    const id = `channel${at + 1}`
    book.add(`${id}.before`, 'decimal', a)
    book.add(`${id}.now`, 'decimal', b)
    book.add(`${id}.difference`, 'signed', b - a)
    return { channel, id, size: Math.abs(b - a) }
  })
  if (rows.length === 0) return { sentences: [], tables: [] }
  const most = rows.reduce((a, b) => (b.size > a.size ? b : a))
  return {
    sentences: most.size === 0 ? [] : [book.sentence((n) => t.channelMoved(most.channel, n(`${most.id}.difference`)))],
    tables: [
      {
        title: t.tables.channels,
        columns: [t.columns.channel, t.columns.before, t.columns.now, t.columns.difference],
        rows: rows.map(({ channel, id }) => [
          { text: channel },
          ...['before', 'now', 'difference'].map((part) => ({ number: `${id}.${part}` })),
        ]),
      },
    ],
  }
}
