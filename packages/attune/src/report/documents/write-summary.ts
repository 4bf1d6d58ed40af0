import { LanguageError, type LanguageModel, reportTextPrompt, reportTextSchema } from '@attune/language'
import type { Logger } from 'pino'
import { type CheckOptions, checkNumbers } from './check-numbers.ts'
import type { ReportDraft, ReportSentence, WrittenBy } from './report-document.ts'
import { writeNumber } from './write-number.ts'

export interface WriteSummaryOptions {
  readonly workspace: string
  readonly log: Logger
}

export interface WrittenSummary {
  readonly summary: readonly ReportSentence[]
  readonly written: WrittenBy
}

/**
 * The summary of a report by the language model for the purpose `report`. It is given the findings of the report and nothing
 * else, and each number that it writes is compared with the tables: one that is not theirs, or a quantity in words, and the
 * summary by templates is used instead, which says so.
 */
export async function writeSummary(
  languageModel: LanguageModel,
  draft: ReportDraft,
  { workspace, log }: WriteSummaryOptions,
): Promise<WrittenSummary> {
  const byTemplate = (because: 'no-model' | 'wrong-number' | 'failed'): WrittenSummary => ({
    summary: draft.summary,
    written: { by: 'template', because },
  })
  if (!languageModel.has('report')) return byTemplate('no-model')
  const options = checkOptionsOf(draft)
  try {
    const { value, model } = await languageModel.generateObject({
      purpose: 'report',
      prompt: reportTextPrompt,
      language: draft.language,
      variables: { title: draft.title, findings: findingsOf(draft) },
      schema: reportTextSchema,
      workspace,
    })
    const fault = value.sentences.map((sentence) => checkNumbers(sentence, options)).find((one) => one !== undefined)
    if (fault !== undefined) {
      log.warn(
        { fault, purpose: 'report' },
        'a report keeps the text of templates: numbers of the written one were wrong',
      )
      return byTemplate('wrong-number')
    }
    return { summary: value.sentences, written: { by: 'model', model } }
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error
    if (error.code === 'no-model') return byTemplate('no-model')
    log.warn({ code: error.code, purpose: 'report' }, 'a report keeps the text of templates')
    return byTemplate('failed')
  }
}

/** Every sentence of a report, with how its numbers are written. */
function findingsOf({ sections, numbers }: ReportDraft) {
  const known = new Map(numbers.map((number) => [number.id, number]))
  return sections.flatMap(({ title, sentences }) =>
    sentences.map(({ text, numbers: ids }) => ({
      section: title,
      text,
      numbers: ids.flatMap((id) => {
        const number = known.get(id)
        return number === undefined ? [] : [{ id, written: writeNumber(number) }]
      }),
    })),
  )
}

/** What a text about a report may quote: its numbers, the names in its tables and its days. */
export function checkOptionsOf({ numbers, sections, subject, from, to }: ReportDraft): CheckOptions {
  const cells = sections.flatMap(({ tables }) =>
    tables.flatMap(({ rows }) => rows.flatMap((row) => row.flatMap((cell) => ('text' in cell ? [cell.text] : [])))),
  )
  return {
    numbers: new Map(numbers.map((number) => [number.id, number])),
    names: new Set([subject, ...cells].map((name) => name.normalize('NFKC'))),
    dates: [from, to].map((iso) => iso.slice(0, 10)),
  }
}
