import { KernelError } from '../kernel-error.ts'
import { lossNumbers } from './tree-loss.ts'
import type { TreesModel } from './trees-model.ts'

/**
 * That every tree is one: each node but the root has one parent, before it in the same tree, and decides by a feature of
 * the right kind.
 *
 * @throws KernelError `bad-shape`, `bad-value`
 */
export function checkModel(model: TreesModel): void {
  const { loss, baseScore, bins, roots, feature, sets } = model
  mustBe(Object.hasOwn(lossNumbers, String(loss)), 'loss', -1)
  mustBe(typeof baseScore === 'number' && Number.isFinite(baseScore), 'baseScore', -1)
  if (bins.length === 0) throw new KernelError('bad-shape', 'A model has at least one feature.')
  for (const [at, each] of bins.entries()) {
    const sorted = each.kind === 'numeric' ? each.edges : each.categories
    mustBe(
      sorted.length <= 254 && sorted.every((value, place) => place === 0 || (sorted[place - 1] as number) < value),
      'bins',
      at,
    )
    mustBe(each.kind === 'numeric' || each.categories.every((code) => code >= 0), 'bins', at)
  }
  if (sets.length % 8 !== 0) throw new KernelError('bad-shape', 'sets must be whole sets of 8 words.')
  for (const name of ['threshold', 'missingLeft', 'set', 'left', 'right', 'value', 'count', 'gain'] as const) {
    if (model[name].length !== feature.length)
      throw new KernelError('bad-shape', `${name} must have one number for each of ${feature.length} nodes.`, { name })
  }
  mustBe(roots[0] === 0 && roots.at(-1) === feature.length, 'roots', 0)
  for (let tree = 0; tree + 1 < roots.length; tree++) checkTree(model, roots[tree] as number, roots[tree + 1] as number)
}

function checkTree(model: TreesModel, from: number, to: number): void {
  const { bins, feature, left, right, set, sets, missingLeft, count } = model
  mustBe(from < to, 'roots', from)
  const parents = new Uint8Array(to - from)
  for (let node = from; node < to; node++) {
    const own = feature[node] as number
    mustBe(own >= -1 && own < bins.length, 'feature', node)
    mustBe((count[node] as number) >= 1, 'count', node)
    mustBe((missingLeft[node] as number) <= 1, 'missingLeft', node)
    if (own < 0) continue
    const children = [left[node] as number, right[node] as number]
    for (const child of children) {
      mustBe(child > node && child < to && parents[child - from] === 0, 'left and right', node)
      parents[child - from] = 1
    }
    const below = children.reduce((sum, child) => sum + (count[child] as number), 0)
    mustBe(below === count[node], 'count', node)
    const place = set[node] as number
    const isSet = place >= 0 && place % 8 === 0 && place < sets.length
    mustBe(bins[own]?.kind === 'categorical' ? isSet : place === -1, 'set', node)
  }
  mustBe(
    parents.every((has, at) => has === Number(at > 0)),
    'left and right',
    from,
  )
}

function mustBe(good: boolean, name: string, at: number): void {
  if (!good)
    throw new KernelError('bad-value', `${name} of the model cannot be${at < 0 ? '' : ` (place ${at})`}.`, { name, at })
}
