import type { DecisionDraftTexts } from '../decision-draft-texts.ts'
import type { NumberBook } from '../number-book.ts'
import type { ReportSection, ReportTable } from '../report-document.ts'
import type { WeakSpot } from '../weak-spots.ts'

export interface WeakParts {
  readonly groups: readonly WeakSpot[]
  /** Keys are titles. */
  readonly items: readonly WeakSpot[]
}

/** What is clicked less than the rest, beyond chance. */
export function weakSection(
  { groups, items }: WeakParts,
  by: 'placement' | 'variation',
  book: NumberBook,
  t: DecisionDraftTexts,
): Omit<ReportSection, 'id' | 'title'> {
  const { columns } = t
  const table = (title: string, name: string, prefix: string, spots: readonly WeakSpot[]): ReportTable[] =>
    spots.length === 0
      ? []
      : [
          {
            title,
            columns: [name, columns.exposures, columns.ctr, columns.restRate, columns.p],
            rows: spots.map(({ key, exposures, rate, restRate, p }, at) => [
              { text: key },
              book.cell(`${prefix}${at + 1}.exposures`, 'count', exposures),
              book.cell(`${prefix}${at + 1}.ctr`, 'share', rate),
              book.cell(`${prefix}${at + 1}.rest`, 'share', restRate),
              book.cell(`${prefix}${at + 1}.p`, 'p', p),
            ]),
          },
        ]
  const tables = [
    ...table(t.tables.weakGroups[by], columns.group[by], 'weakGroup', groups),
    ...table(t.tables.weakItems, columns.item, 'weakItem', items),
  ]
  const sentenceOf =
    (prefix: string) =>
    ({ key }: WeakSpot, at: number) =>
      book.sentence((n) => t.weak(key, n(`${prefix}${at + 1}.ctr`), n(`${prefix}${at + 1}.rest`)))
  const sentences = [
    ...groups.slice(0, 2).map(sentenceOf('weakGroup')),
    ...items.slice(0, 3).map(sentenceOf('weakItem')),
  ]
  return { sentences: sentences.length === 0 ? [{ text: t.noWeak, numbers: [] }] : sentences, tables, figures: [] }
}
