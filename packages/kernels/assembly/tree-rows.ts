// Where the rows are: bins side by side for the histograms, rows in order of their leaves, scores of the rows.

/** Slices begin … end − 1 of `slice` rows: columns [features × rows] of bins as cells [rows × stride]. */
export function interleave(
  begin: i32,
  end: i32,
  _worker: i32,
  rows: i32,
  slice: i32,
  features: i32,
  columns: usize,
  cells: usize,
  stride: usize,
): void {
  const last = min(end * slice, rows)
  for (let f = 0; f < features; f++) {
    const column = columns + (<usize>f) * (<usize>rows)
    for (let row = begin * slice; row < last; row++) {
      store<u8>(cells + (<usize>row) * stride + <usize>f, load<u8>(column + <usize>row))
    }
  }
}

/**
 * Chunks begin … end − 1 of a leaf's rows order[from … from + count − 1] (all rows where `order` is 0): those whose bin
 * `side` sends left come to lefts[from + chunk start …], the others to rights, and how many went left to counts[chunk].
 */
export function partition(
  begin: i32,
  end: i32,
  _worker: i32,
  chunk: i32,
  order: usize,
  from: i32,
  count: i32,
  column: usize,
  side: usize,
  lefts: usize,
  rights: usize,
  counts: usize,
): void {
  for (let c = begin; c < end; c++) {
    const at = from + c * chunk
    const last = min(at + chunk, from + count)
    const start = lefts + ((<usize>at) << 2)
    let left = start
    let right = rights + ((<usize>at) << 2)
    if (order != 0) {
      for (let i = at; i < last; i++) {
        const row = load<i32>(order + ((<usize>i) << 2))
        const goes = <usize>load<u8>(side + <usize>load<u8>(column + <usize>row)) << 2
        store<i32>(left, row)
        store<i32>(right, row)
        left += goes
        right += 4 - goes
      }
    } else {
      for (let row = at; row < last; row++) {
        const goes = <usize>load<u8>(side + <usize>load<u8>(column + <usize>row)) << 2
        store<i32>(left, row)
        store<i32>(right, row)
        left += goes
        right += 4 - goes
      }
    }
    store<i32>(counts + ((<usize>c) << 2), <i32>((left - start) >> 2))
  }
}

/** Chunks begin … end − 1 of what `partition` left behind, put together in `order`: left rows, then right rows, each ascending. */
export function settle(
  begin: i32,
  end: i32,
  _worker: i32,
  chunk: i32,
  order: usize,
  from: i32,
  count: i32,
  leftCount: i32,
  lefts: usize,
  rights: usize,
  counts: usize,
): void {
  for (let c = begin; c < end; c++) {
    let before = 0
    for (let other = 0; other < c; other++) before += load<i32>(counts + ((<usize>other) << 2))
    const own = load<i32>(counts + ((<usize>c) << 2))
    const at = from + c * chunk
    const others = min(chunk, count - c * chunk) - own
    memory.copy(order + ((<usize>(from + before)) << 2), lefts + ((<usize>at) << 2), (<usize>own) << 2)
    const to = from + leftCount + c * chunk - before
    memory.copy(order + ((<usize>to) << 2), rights + ((<usize>at) << 2), (<usize>others) << 2)
  }
}

/** Slices begin … end − 1 of the rows in `order`: each leaf's value (`ends` ascending) added to its rows' scores. */
export function addLeaves(
  begin: i32,
  end: i32,
  _worker: i32,
  slice: i32,
  count: i32,
  order: usize,
  ends: usize,
  values: usize,
  scores: usize,
): void {
  let at = begin * slice
  const last = min(end * slice, count)
  let leaf: usize = 0
  while (at < last) {
    while (load<i32>(ends + (leaf << 2)) <= at) leaf++
    const until = min(load<i32>(ends + (leaf << 2)), last)
    const value = load<f64>(values + (leaf << 3))
    if (order != 0) {
      for (; at < until; at++) {
        const to = scores + ((<usize>load<i32>(order + ((<usize>at) << 2))) << 3)
        store<f64>(to, load<f64>(to) + value)
      }
    } else {
      for (; at < until; at++) {
        const to = scores + ((<usize>at) << 3)
        store<f64>(to, load<f64>(to) + value)
      }
    }
  }
}

/**
 * Slices begin … end − 1 of the rows order[from … from + count − 1] (from row `from` on where `order` is 0): each goes down
 * the tree by its bins, and the value of its leaf is added to its score.
 *
 * @param columns bins, [features × rows]
 * @param nodes for each inner node the feature, the children (−1 − leaf for a leaf) and a spare; 16 bytes
 * @param sides for each inner node 256 bits: whether a bin goes left
 */
export function descend(
  begin: i32,
  end: i32,
  _worker: i32,
  slice: i32,
  order: usize,
  from: i32,
  count: i32,
  rows: i32,
  columns: usize,
  nodes: usize,
  nodeCount: i32,
  sides: usize,
  values: usize,
  scores: usize,
): void {
  const last = min(end * slice, count)
  for (let at = begin * slice; at < last; at++) {
    const row = <usize>(order != 0 ? load<i32>(order + ((<usize>(from + at)) << 2)) : from + at)
    let node = nodeCount > 0 ? 0 : -1
    while (node >= 0) {
      const own = nodes + ((<usize>node) << 4)
      const bin = <usize>load<u8>(columns + (<usize>load<i32>(own)) * (<usize>rows) + row)
      const bits = load<u8>(sides + ((<usize>node) << 5) + (bin >> 3))
      node = (bits >> (<u8>bin & 7)) & 1 ? load<i32>(own, 4) : load<i32>(own, 8)
    }
    const to = scores + (row << 3)
    store<f64>(to, load<f64>(to) + load<f64>(values + ((<usize>(-1 - node)) << 3)))
  }
}
