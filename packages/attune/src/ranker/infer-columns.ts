import { type ColumnKind, entriesOf, type FeatureRow } from '@attune/learn'
import { attuneError } from '../errors.ts'

export interface ColumnWishes {
  /** Only these columns. Default all. */
  readonly features?: readonly string[]
  /** Columns that are ids, numbers, lists or vectors, whatever they look like. */
  readonly ids?: readonly string[]
  readonly numbers?: readonly string[]
  readonly lists?: readonly string[]
  readonly vectors?: readonly string[]
  /** Lists of ids of another column, by name of the list. */
  readonly histories?: Readonly<Record<string, string>>
}

export interface InferredColumns {
  readonly columns: Readonly<Record<string, ColumnKind>>
  /** Columns that are left out, and why. */
  readonly leftOut: readonly { readonly column: string; readonly why: string }[]
}

/** More different whole numbers than this are amounts, not choices. */
const mostChoices = 20

/**
 * What each column is, by its name and what stands in it: whole numbers of a few kinds, and whatever is called `…id`, are ids;
 * other numbers numbers; arrays, and texts cut by `|`, lists, or vectors where they are many numbers; other texts ids. Columns
 * of one value only, and texts that hardly ever come twice, are left out: nothing can be learnt from them.
 *
 * @throws AttuneError `missing-column` for a wish that is no column, `no-features` when nothing is left
 */
export function inferColumns(
  names: readonly string[],
  rows: readonly FeatureRow[],
  wishes: ColumnWishes = {},
): InferredColumns {
  const { features, ids = [], numbers = [], lists = [], vectors = [], histories = {} } = wishes
  const asked = [...(features ?? []), ...ids, ...numbers, ...lists, ...vectors, ...Object.entries(histories).flat()]
  const missing = asked.find((name) => !names.includes(name))
  if (missing !== undefined)
    throw attuneError('missing-column', `There is no column “${missing}”. There are ${names.join(', ')}.`, {
      details: { column: missing, columns: names.slice(0, 50) },
    })
  const columns: Record<string, ColumnKind> = {}
  const leftOut: { column: string; why: string }[] = []
  const targets = new Set(Object.values(histories))
  for (const name of names.filter((one) => features === undefined || features.includes(one))) {
    const of = Object.hasOwn(histories, name) ? histories[name] : undefined
    if (of !== undefined) columns[name] = { kind: 'list', of }
    else if (ids.includes(name) || targets.has(name)) columns[name] = { kind: 'ids' }
    else if (numbers.includes(name)) columns[name] = { kind: 'number' }
    else if (lists.includes(name)) columns[name] = { kind: 'list' }
    else if (vectors.includes(name)) columns[name] = { kind: 'vector' }
    else {
      const found = kindOf(name, rows)
      if (typeof found === 'string') leftOut.push({ column: name, why: found })
      else columns[name] = found
    }
  }
  if (Object.keys(columns).length === 0)
    throw attuneError('no-features', 'No column is left to learn from; name some with --ids, --numbers or --features.')
  return { columns, leftOut }
}

/** A kind, or why it is left out. */
function kindOf(name: string, rows: readonly FeatureRow[]): ColumnKind | string {
  const present = rows.map((row) => row[name]).filter((value) => value !== null && value !== undefined && value !== '')
  if (present.length === 0) return 'it is empty'
  if (present.every(isListed)) {
    const all = present.slice(0, 1000).map(entriesOf)
    const length = all[0]?.length ?? 0
    const numeric = all.every((entries) => entries.length === length && entries.every((one) => typeof one === 'number'))
    return { kind: numeric && length >= 8 ? 'vector' : 'list' }
  }
  const distinct = new Set(present.map(String))
  if (distinct.size === 1 && present.length === rows.length) return 'it is the same in every row'
  const numeric = [...distinct].every((text) => text.trim() !== '' && Number.isFinite(Number(text)))
  if (numeric) {
    const whole = [...distinct].every((text) => /^-?\d+$/.test(text))
    return { kind: whole && (isNamedId(name) || distinct.size <= mostChoices) ? 'ids' : 'number' }
  }
  if (present.filter((value) => String(value).includes('|')).length > present.length / 2) return { kind: 'list' }
  if (distinct.size > 100 && distinct.size > 0.9 * present.length && !isNamedId(name))
    return 'its texts hardly ever come twice'
  return { kind: 'ids' }
}

const isNamedId = (name: string): boolean => /(^|[_\s.-])(id|code|zip|key)s?$|[a-z]I[dD]$/i.test(name)

const isListed = (value: unknown): boolean =>
  Array.isArray(value) || (typeof value === 'string' && value.startsWith('[') && value.endsWith(']'))
