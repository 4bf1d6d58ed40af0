import type { FeatureRow } from '@attune/learn'
import { AttuneError, attuneError } from '../errors.ts'
import type { AlikeText, NearestTexts } from './nearest-texts.ts'
import type { ChancePrediction, RowPredictor, TextInput, TextPredictions, TextPredictor } from './predictor.ts'
import type { Line } from './read-inputs.ts'

export type Answer =
  | TextPredictions[keyof TextPredictions]
  | ChancePrediction
  /** Of `--with`. */
  | { readonly alike: readonly AlikeText[] }

/** What is said of a line. */
export interface AnsweredLine {
  readonly line: number
  /** Columns that were to be kept. */
  readonly row?: FeatureRow
  readonly text?: string
  readonly second?: string
  /** None for a line without a text. */
  readonly answer?: Answer
}

export interface AskedTexts {
  readonly columns: { readonly text: string; readonly second?: string | undefined; readonly keep: readonly string[] }
  /** What candidates are ordered by. */
  readonly query?: string | undefined
  readonly top?: number | undefined
  /** What to look among for texts that are alike. */
  readonly among?: { readonly texts: NearestTexts; readonly top: number } | undefined
}

/** @throws AttuneError as the predictor, saying between which lines */
export async function answerTexts(
  predictor: TextPredictor,
  lines: readonly Line[],
  { columns, query, top, among }: AskedTexts,
): Promise<readonly AnsweredLine[]> {
  const about = lines.map((line) => {
    const text = textIn(line, columns.text)
    return { ...headOf(line, columns.keep), text, ...(columns.second ? { second: textIn(line, columns.second) } : {}) }
  })
  const isThere = (text: string): boolean => text.trim() !== ''
  const full = about.filter(({ text, second = 'none' }) => isThere(text) && isThere(second))
  const inputs = full.map(
    ({ text, second }): TextInput => (query === undefined ? { text, second } : { text: query, second: text }),
  )
  const found = await tellingLines(lines, async (): Promise<readonly Answer[]> => {
    if (predictor.kind !== 'similar' || !among) return predictor.predict(inputs, { top })
    const vectors = await predictor.predict(inputs)
    return vectors.map(({ vector }) => ({ alike: among.texts.nearest(vector, among.top) }))
  })
  const answers = new Map(full.map((one, i) => [one, found[i]]))
  return about.map((one) => {
    const answer = answers.get(one)
    return answer ? { ...one, answer } : one
  })
}

/** @throws AttuneError as the predictor, saying between which lines */
export async function answerRows(
  predictor: RowPredictor,
  lines: readonly Line[],
  keep: readonly string[],
): Promise<readonly AnsweredLine[]> {
  const found = await tellingLines(lines, () => predictor.predict(lines.map(({ values }) => values)))
  return lines.map((line, i) => ({ ...headOf(line, keep), answer: found[i] as ChancePrediction }))
}

const textIn = ({ values }: Line, column: string): string => String(values[column] ?? '')

const headOf = ({ line, values }: Line, keep: readonly string[]) => ({
  line,
  ...(keep.length > 0 ? { row: Object.fromEntries(keep.map((column) => [column, values[column] ?? null])) } : {}),
})

async function tellingLines<T>(lines: readonly Line[], work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (!(cause instanceof AttuneError && cause.code === 'prediction-failed')) throw cause
    const [first, last] = [lines[0]?.line ?? 0, lines.at(-1)?.line ?? 0]
    throw attuneError(cause.code, `${cause.message} It is between lines ${first} and ${last}.`, {
      details: { ...cause.details, from: first, to: last },
      cause,
    })
  }
}

/** A line of JSON lines. What was kept of the row stays as it is. */
export function answerJson({ answer, ...line }: AnsweredLine): string {
  const head = JSON.stringify(line, (_, value: unknown) => (typeof value === 'bigint' ? wholeNumber(value) : value))
  const tail = JSON.stringify(answer ?? { skipped: 'empty' }, (_, value: unknown) => {
    // Numbers of 32 bits have no more digits.
    if (typeof value === 'number' && !Number.isInteger(value)) return Number(value.toPrecision(7))
    return value instanceof Float32Array ? [...value] : value
  })
  return `${head.slice(0, -1)},${tail.slice(1)}`
}

const wholeNumber = (value: bigint): number | string =>
  Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
