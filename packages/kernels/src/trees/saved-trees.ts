import { KernelError } from '../kernel-error.ts'
import { checkModel } from './check-model.ts'
import type { FeatureBins } from './feature-bins.ts'
import type { TreesModel } from './trees-model.ts'

type ArrayName =
  | 'roots'
  | 'feature'
  | 'threshold'
  | 'missingLeft'
  | 'set'
  | 'sets'
  | 'left'
  | 'right'
  | 'value'
  | 'count'
  | 'gain'
  | 'history'

const arrays = {
  roots: Int32Array,
  feature: Int32Array,
  threshold: Float64Array,
  missingLeft: Uint8Array,
  set: Int32Array,
  sets: Uint32Array,
  left: Int32Array,
  right: Int32Array,
  value: Float64Array,
  count: Float64Array,
  gain: Float64Array,
  history: Float64Array,
} as const satisfies Record<ArrayName, unknown>

/** A model as JSON can hold it. */
export interface SavedTrees extends Readonly<Record<ArrayName, readonly number[]>> {
  readonly format: 'attune-trees-1'
  readonly loss: string
  readonly baseScore: number
  readonly bins: readonly (
    | { readonly kind: 'numeric'; readonly edges: readonly number[]; readonly missing: boolean }
    | { readonly kind: 'categorical'; readonly categories: readonly number[] }
  )[]
}

/**
 * @example
 * await writeFile('churn.json', JSON.stringify(saveTrees(model)))
 */
export function saveTrees(model: TreesModel): SavedTrees {
  const names = Object.keys(arrays) as ArrayName[]
  const numbers = Object.fromEntries(names.map((name) => [name, [...model[name]]])) as Record<ArrayName, number[]>
  const bins = model.bins.map((each) =>
    each.kind === 'numeric'
      ? { kind: each.kind, edges: [...each.edges], missing: each.missing }
      : { kind: each.kind, categories: [...each.categories] },
  )
  return { format: 'attune-trees-1', loss: model.loss, baseScore: model.baseScore, bins, ...numbers }
}

/**
 * The model that `saveTrees` made plain. Everything is checked: what comes back can be walked without harm.
 *
 * @throws KernelError `bad-shape`, `bad-value`
 */
export function loadTrees(saved: unknown): TreesModel {
  const data = recordOf(saved, 'The model')
  if (data.format !== 'attune-trees-1')
    throw new KernelError('bad-value', 'This is no model that saveTrees made.', { format: data.format })
  const numbers = Object.fromEntries(
    Object.entries(arrays).map(([name, Kind]) => {
      const typed = Kind.from(numbersOf(data[name], name))
      return [name, typed]
    }),
  )
  for (const [name, typed] of Object.entries(numbers)) exact(typed, data[name] as number[], name)
  if (!Array.isArray(data.bins)) throw new KernelError('bad-shape', 'bins must be an array, one for each feature.')
  const bins = data.bins.map(binsFrom)
  // Only now known to be what the type says.
  const model = { loss: data.loss, baseScore: data.baseScore, bins, ...numbers } as unknown as TreesModel
  checkModel(model)
  return model
}

function binsFrom(given: unknown, feature: number): FeatureBins {
  const data = recordOf(given, `bins ${feature}`)
  if (data.kind === 'categorical') {
    const categories = numbersOf(data.categories, `categories of feature ${feature}`)
    const typed = Int32Array.from(categories)
    exact(typed, categories, `categories of feature ${feature}`)
    return { kind: 'categorical', categories: typed }
  }
  if (data.kind !== 'numeric' || typeof data.missing !== 'boolean')
    throw new KernelError('bad-shape', `bins ${feature} must be numeric or categorical.`, { feature })
  return {
    kind: 'numeric',
    edges: Float64Array.from(numbersOf(data.edges, `edges of feature ${feature}`)),
    missing: data.missing,
  }
}

function recordOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new KernelError('bad-shape', `${name} must be an object.`)
  return value as Readonly<Record<string, unknown>>
}

function numbersOf(value: unknown, name: string): readonly number[] {
  if (!Array.isArray(value) || !value.every((each) => Number.isFinite(each)))
    throw new KernelError('bad-shape', `${name} must be an array of finite numbers.`, { name })
  return value
}

/** Refuses numbers that the typed array cannot hold. */
function exact(typed: ArrayLike<number>, given: readonly number[], name: string): void {
  const at = given.findIndex((value, place) => typed[place] !== value)
  if (at < 0) return
  throw new KernelError('bad-value', `${name}: number ${at} is ${given[at]}, which cannot stand there.`, { name, at })
}
