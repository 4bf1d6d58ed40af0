import type { FeatureRows } from '@attune/measure'
import { z } from 'zod'
import { attuneError } from '../errors.ts'

const columnSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    name: z.string(),
    kind: z.literal('number'),
    /** Stands where the number is missing. */
    mean: z.number(),
    /** Whether there is a feature more that says that it was missing. */
    marksMissing: z.boolean(),
  }),
  z.strictObject({ name: z.string(), kind: z.literal('choice'), choices: z.array(z.string()).min(1) }),
])

/** How columns of a table become features, fixed when a model is trained. */
export const featurePlanSchema = z.array(columnSchema).min(1)
export type FeaturePlan = z.infer<typeof featurePlanSchema>

/** A row of a table, by column. */
export type TableRow = Readonly<Record<string, unknown>>

/** Rarer choices are one: “other”, which has no feature of its own. */
const mostChoices = 30

const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value).trim())
const numberOf = (text: string): number => (text === '' ? Number.NaN : Number(text))

/**
 * Columns of numbers become a feature each, and one more where some are missing; other columns a feature for each of their
 * commonest values. Columns of one value only, and texts that hardly ever come twice, are left out.
 *
 * @throws AttuneError `no-features`
 */
export function planFeatures(names: readonly string[], rows: readonly TableRow[]): FeaturePlan {
  const plan = names.flatMap((name): FeaturePlan => {
    const texts = rows.map((row) => textOf(row[name]))
    const present = texts.filter((text) => text !== '')
    const different = new Set(present)
    if (different.size === 0 || (different.size === 1 && present.length === texts.length)) return []
    const numbers = present.map(Number)
    if (numbers.every(Number.isFinite)) {
      const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length
      return [{ name, kind: 'number', mean, marksMissing: present.length < texts.length }]
    }
    if (different.size > present.length / 2) return []
    const counts = new Map<string, number>()
    for (const text of present) counts.set(text, (counts.get(text) ?? 0) + 1)
    const choices = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, mostChoices)
    return [{ name, kind: 'choice', choices: choices.map(([text]) => text) }]
  })
  if (plan.length > 0) return plan
  throw attuneError('no-features', 'No column is left that tells people apart; name some with --features.')
}

/**
 * @throws AttuneError `missing-column`, `bad-value` for a text where the model knows numbers
 */
export function encodeFeatures(plan: FeaturePlan, rows: readonly TableRow[], file: string): FeatureRows {
  const first = rows[0] ?? {}
  const missing = plan.find(({ name }) => !(name in first))
  if (missing)
    throw attuneError('missing-column', `${file} has no column “${missing.name}”, which the model was trained with.`, {
      details: { column: missing.name },
    })
  const widths = plan.map((column) => (column.kind === 'choice' ? column.choices.length : column.marksMissing ? 2 : 1))
  const columns = widths.reduce((sum, width) => sum + width, 0)
  const values = new Float64Array(rows.length * columns)
  for (const [row, fields] of rows.entries()) {
    let at = row * columns
    for (const [place, column] of plan.entries()) {
      const text = textOf(fields[column.name])
      if (column.kind === 'choice') {
        const choice = column.choices.indexOf(text)
        if (choice >= 0) values[at + choice] = 1
      } else {
        const number = numberOf(text)
        if (text !== '' && !Number.isFinite(number))
          throw attuneError(
            'bad-value',
            `Column “${column.name}” of ${file} must hold numbers, as when it was trained.`,
            {
              details: { column: column.name },
            },
          )
        values[at] = text === '' ? column.mean : number
        if (column.marksMissing) values[at + 1] = Number(text === '')
      }
      at += widths[place] as number
    }
  }
  return { values, rows: rows.length, columns }
}

/** What each feature is called, in the order of `encodeFeatures`. */
export function featureNames(plan: FeaturePlan): readonly string[] {
  return plan.flatMap((column) =>
    column.kind === 'choice'
      ? column.choices.map((choice) => `${column.name} = ${choice}`)
      : column.marksMissing
        ? [column.name, `${column.name} is missing`]
        : [column.name],
  )
}
