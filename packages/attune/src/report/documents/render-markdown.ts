import { documentTexts } from './document-texts.ts'
import { markdownText } from './markdown-text.ts'
import type { Cell, ReportDocument, ReportNumber, ReportSentence, ReportTable } from './report-document.ts'
import { writeNumber } from './write-number.ts'

export interface MarkdownOptions {
  /** Where the picture of a figure lies, by its place in the report; left out: figures are named and not shown. */
  readonly pictureAt?: ((figure: number) => string) | undefined
}

/** A report as Markdown (CommonMark with tables). */
export function renderMarkdown(document: ReportDocument, { pictureAt }: MarkdownOptions = {}): string {
  const t = documentTexts[document.language]
  const numbers = new Map(document.numbers.map((number) => [number.id, number]))
  let figure = 0
  const sections = document.sections.flatMap(({ title, sentences, tables, figures }) => [
    `## ${markdownText(title)}`,
    ...list(sentences),
    ...tables.map((table) => tableOf(table, numbers)),
    ...figures.map(({ title: caption }) => {
      const at = figure++
      return pictureAt === undefined
        ? `*${markdownText(t.figure(caption))}*`
        : `![${markdownText(caption)}](<${pictureAt(at)}>)`
    }),
  ])
  return `${[
    `# ${markdownText(document.title)}`,
    `${markdownText(t.period(document.from, document.to))} · ${markdownText(t.made(document.createdAt))}`,
    ...document.summary.map(({ text }) => markdownText(text)),
    `*${markdownText(t.written(document.written))}*`,
    ...sections,
    `*${markdownText(t.how)}*`,
  ].join('\n\n')}\n`
}

const list = (sentences: readonly ReportSentence[]): readonly string[] =>
  sentences.length === 0 ? [] : [sentences.map(({ text }) => `- ${markdownText(text)}`).join('\n')]

function tableOf({ title, columns, rows }: ReportTable, numbers: ReadonlyMap<string, ReportNumber>): string {
  const write = (cell: Cell): string => {
    const number = 'number' in cell ? numbers.get(cell.number) : undefined
    return number === undefined ? ('text' in cell ? cell.text : '–') : writeNumber(number)
  }
  const line = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(' | ')} |`
  const ruler = columns.map((_, at) => (rows[0]?.[at] && 'number' in rows[0][at] ? '---:' : '---'))
  return [
    `**${markdownText(title)}**`,
    '',
    line(columns),
    `| ${ruler.join(' | ')} |`,
    ...rows.map((row) => line(row.map(write))),
  ].join('\n')
}
