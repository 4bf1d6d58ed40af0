/** The distinct features on the way to a node, with the shares of subsets that go on there. */
export interface TreePath {
  /** Features on it; the first place is nobody's. */
  length: number
  readonly feature: Int32Array
  /** Share of training rows that go on where the feature is unknown. */
  readonly zero: Float64Array
  /** 1 where the row goes on by its value, otherwise 0. */
  readonly one: Float64Array
  /** Sum of Shapley weights of the subsets with so many features known. */
  readonly weight: Float64Array
}

export function emptyPath(room: number): TreePath {
  return {
    length: 0,
    feature: new Int32Array(room),
    zero: new Float64Array(room),
    one: new Float64Array(room),
    weight: new Float64Array(room),
  }
}

export function copyPath(from: TreePath, to: TreePath): void {
  to.length = from.length
  for (let at = 0; at < from.length; at++) {
    to.feature[at] = from.feature[at] as number
    to.zero[at] = from.zero[at] as number
    to.one[at] = from.one[at] as number
    to.weight[at] = from.weight[at] as number
  }
}

/** EXTEND of Lundberg et al. 2020, algorithm 2. */
export function extendPath(path: TreePath, feature: number, zero: number, one: number): void {
  const { length, weight } = path
  path.feature[length] = feature
  path.zero[length] = zero
  path.one[length] = one
  weight[length] = length === 0 ? 1 : 0
  for (let at = length - 1; at >= 0; at--) {
    const own = weight[at] as number
    weight[at + 1] = (weight[at + 1] as number) + (one * own * (at + 1)) / (length + 1)
    weight[at] = (zero * own * (length - at)) / (length + 1)
  }
  path.length++
}

/** UNWIND: takes a place out again. */
export function unwindPath(path: TreePath, place: number): void {
  unwound(path, place, true)
  for (let at = place; at < path.length - 1; at++) {
    path.feature[at] = path.feature[at + 1] as number
    path.zero[at] = path.zero[at + 1] as number
    path.one[at] = path.one[at + 1] as number
  }
  path.length--
}

/** Sum of the weights that would be left with a place taken out. */
export function unwoundSum(path: TreePath, place: number): number {
  return unwound(path, place, false)
}

function unwound({ length, zero, one, weight }: TreePath, place: number, write: boolean): number {
  const last = length - 1
  const zeroShare = zero[place] as number
  const oneShare = one[place] as number
  let next = weight[last] as number
  let total = 0
  for (let at = last - 1; at >= 0; at--) {
    const before = weight[at] as number
    const without =
      oneShare === 0 ? (before * length) / (zeroShare * (last - at)) : (next * length) / ((at + 1) * oneShare)
    next = before - (without * zeroShare * (last - at)) / length
    total += without
    if (write) weight[at] = without
  }
  return total
}
