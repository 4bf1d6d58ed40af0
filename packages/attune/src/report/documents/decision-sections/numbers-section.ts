import type { ReportRow } from '../../../api/schemas/report.ts'
import type { DecisionDraftTexts } from '../decision-draft-texts.ts'
import type { NumberBook } from '../number-book.ts'
import type { DecisionFigures } from '../read-decision-figures.ts'
import type { Cell, ReportFigure, ReportSection, ReportSentence, ReportTable } from '../report-document.ts'

type Section = Omit<ReportSection, 'id' | 'title'>

/** What was shown, clicked and bought, and what personalisation changed. */
export function numbersSection(figures: DecisionFigures, book: NumberBook, t: DecisionDraftTexts): Section {
  const { total, totalBefore, groups, by, days, effects } = figures
  const cells = (row: ReportRow, at: string): Cell[] => [
    book.cell(`${at}.exposures`, 'count', row.exposures),
    book.cell(`${at}.clicks`, 'count', row.clicks),
    book.cell(`${at}.ctr`, 'share', row.ctr),
    book.cell(`${at}.orders`, 'count', row.conversions),
    book.cell(`${at}.cvr`, 'share', row.cvr),
    book.cell(`${at}.revenue`, 'amount', row.revenue),
    book.cell(`${at}.perThousand`, 'amount', row.revenuePerThousand),
  ]
  const measures = ['exposures', 'clicks', 'ctr', 'orders', 'cvr', 'revenue', 'perThousand'] as const
  const [now, before] = [cells(total, 'now'), cells(totalBefore, 'before')]
  const persons = book.cell('now.persons', 'count', total.persons)
  const coverage = book.cell('now.coverage', 'share', total.coverage)
  const dash: Cell = { text: '–' }
  const tables: ReportTable[] = [
    {
      title: t.tables.total,
      columns: [t.columns.measure, t.columns.now, t.columns.before],
      rows: [
        [{ text: t.columns.persons }, persons, book.cell('before.persons', 'count', totalBefore.persons)],
        ...measures.map((measure, at): Cell[] => [{ text: t.columns[measure] }, now[at] ?? dash, before[at] ?? dash]),
        [{ text: t.columns.coverage }, coverage, dash],
      ],
    },
  ]
  if (total.exposures === 0) return { sentences: [{ text: t.nothing, numbers: [] }], tables, figures: [] }
  if (groups.length > 0)
    tables.push({
      title: t.tables.groups[by],
      columns: [t.columns.group[by], ...measures.map((measure) => t.columns[measure])],
      rows: groups.map((row, at) => [{ text: row.group[by] ?? '' }, ...cells(row, `${by}${at + 1}`)]),
    })
  const drawn: ReportFigure[] = [
    {
      kind: 'line',
      title: t.figures.days,
      unit: 'share',
      points: days.map(({ group, ctr }) => ({ label: (group.day ?? '').slice(5), estimate: ctr })),
      reference: null,
    },
    ...intervals(
      t.figures.groups,
      groups.flatMap(({ group }, at) => row(group[by], `${by}${at + 1}.ctr`, book)),
      null,
    ),
  ]
  const effect = effectsOf(effects, book, t)
  const currency = total.revenue > 0 ? (total.currency ?? '') : ''
  return {
    sentences: [
      book.sentence((n) => t.seen(n('now.exposures'), n('now.persons'), n('now.clicks'), n('now.ctr'))),
      book.sentence((n) => t.earned(n('now.orders'), n('now.revenue'), currency)),
      ...effect.sentences,
    ],
    tables: [...tables, ...effect.tables],
    figures: [...drawn, ...effect.figures],
  }
}

const row = (label: string | undefined, id: string, book: NumberBook) =>
  book.get(id) === undefined ? [] : [{ label: label ?? '', number: id }]

const intervals = (
  title: string,
  rows: readonly { readonly label: string; readonly number: string }[],
  reference: number | null,
): ReportFigure[] => (rows.length === 0 ? [] : [{ kind: 'intervals', title, rows, reference }])

function effectsOf(effects: DecisionFigures['effects'], book: NumberBook, t: DecisionDraftTexts): Section {
  const rows = effects.flatMap(({ placement, treatment, control, effects: found }, at) =>
    found.flatMap(({ metric, lift, verdict }) => {
      const id = `effect${at + 1}.${metric}`
      return book.add(id, 'change', lift) === undefined ? [] : [{ placement, treatment, control, metric, verdict, id }]
    }),
  )
  const sentences: ReportSentence[] = rows
    .filter(({ metric }) => metric === 'ctr')
    .map(({ placement, metric, id, verdict }) =>
      book.sentence((n) => t.effect(placement, t.metrics[metric], n(id), t.verdicts[verdict])),
    )
  if (rows.length === 0) return { sentences, tables: [], figures: [] }
  const label = ({ placement, metric }: (typeof rows)[number]): string =>
    effects.length > 1 ? `${placement}: ${t.metrics[metric]}` : t.metrics[metric]
  return {
    sentences,
    tables: [
      {
        title: t.tables.effects,
        columns: [t.columns.group.placement, t.columns.arms, t.columns.measure, t.columns.change],
        rows: rows.map(({ placement, treatment, control, metric, id }) => [
          { text: placement },
          { text: `${treatment} / ${control}` },
          { text: t.metrics[metric] },
          { number: id },
        ]),
      },
    ],
    figures: intervals(
      t.figures.effects,
      rows.map((one) => ({ label: label(one), number: one.id })),
      0,
    ),
  }
}
