// The K items with the largest inner products, exactly. Items lie in order of falling norm, in panels of 8 (k-major), so
// that 4 queries × 8 items are one register tile, and a block of panels whose largest norm cannot reach the worst of a
// query's K best is left out (Cauchy–Schwarz; the bound is inflated by more than rounding can lose).
import { finish, offer } from './heap'
import { multiplyAdd } from './lanes'

/** Panels per block: one test of the bound for 256 items. */
const blockPanels: i32 = 32

/** Panels begin … end − 1 from the items [n × d], row `order[i]` becoming item i. */
export function pack(
  begin: i32,
  end: i32,
  _worker: i32,
  items: usize,
  order: usize,
  itemCount: i32,
  d: i32,
  panels: usize,
): void {
  for (let panel = begin; panel < end; panel++) {
    for (let lane = 0; lane < 8; lane++) {
      const item = panel * 8 + lane
      let to = panels + (<usize>panel) * ((<usize>d) << 5) + ((<usize>lane) << 2)
      if (item >= itemCount) {
        for (let k = 0; k < d; k++, to += 32) store<f32>(to, 0)
        continue
      }
      let from = items + (<usize>load<i32>(order + ((<usize>item) << 2))) * ((<usize>d) << 2)
      for (let k = 0; k < d; k++, to += 32, from += 4) store<f32>(to, load<f32>(from))
    }
  }
}

/** Whether sorted ids from … to − 1 contain an id. */
function contains(ids: usize, from: i32, to: i32, id: i32): bool {
  while (from < to) {
    const middle = (from + to) >> 1
    const found = load<i32>(ids + ((<usize>middle) << 2))
    if (found == id) return true
    if (found < id) from = middle + 1
    else to = middle
  }
  return false
}

function offerTile(
  a: v128,
  c: v128,
  panel: i32,
  query: i32,
  slot: usize,
  itemCount: i32,
  k: i32,
  order: usize,
  excludedPtr: usize,
  excluded: usize,
  ids: usize,
  scores: usize,
  counts: usize,
  thresholds: usize,
): void {
  const spill = thresholds + 128
  v128.store(spill, a)
  v128.store(spill, c, 16)
  let count = load<i32>(counts + slot)
  let threshold = load<f32>(thresholds + slot)
  const at = (<usize>query) * ((<usize>k) << 2)
  const from = load<i32>(excludedPtr + ((<usize>query) << 2))
  const to = load<i32>(excludedPtr + ((<usize>query) << 2), 4)
  for (let lane = 0; lane < 8; lane++) {
    const score = load<f32>(spill + ((<usize>lane) << 2))
    const item = panel * 8 + lane
    if (!(score >= threshold) || item >= itemCount) continue
    const id = load<i32>(order + ((<usize>item) << 2))
    if (contains(excluded, from, to, id)) continue
    count = offer(scores + at, ids + at, count, k, score, id)
    if (count == k) threshold = load<f32>(scores + at)
  }
  store<i32>(counts + slot, count)
  store<f32>(thresholds + slot, threshold)
}

/** Four queries against panels from … to − 1. */
function scoreBlock(
  queries: usize,
  query: i32,
  end: i32,
  slot: usize,
  panels: usize,
  from: i32,
  to: i32,
  d: i32,
  itemCount: i32,
  k: i32,
  order: usize,
  excludedPtr: usize,
  excluded: usize,
  ids: usize,
  scores: usize,
  counts: usize,
  thresholds: usize,
): void {
  const rowBytes = (<usize>d) << 2
  const q0 = queries + (<usize>query) * rowBytes
  const q1 = queries + (<usize>min(query + 1, end - 1)) * rowBytes
  const q2 = queries + (<usize>min(query + 2, end - 1)) * rowBytes
  const q3 = queries + (<usize>min(query + 3, end - 1)) * rowBytes
  for (let panel = from; panel < to; panel++) {
    let pp = panels + (<usize>panel) * (rowBytes << 3)
    let a0 = f32x4.splat(0)
    let a1 = a0
    let a2 = a0
    let a3 = a0
    let c0 = a0
    let c1 = a0
    let c2 = a0
    let c3 = a0
    for (let at: usize = 0; at < rowBytes; at += 8, pp += 64) {
      let u = v128.load(pp)
      let v = v128.load(pp, 16)
      let s = v128.load32_splat(q0 + at)
      a0 = multiplyAdd(s, u, a0)
      c0 = multiplyAdd(s, v, c0)
      s = v128.load32_splat(q1 + at)
      a1 = multiplyAdd(s, u, a1)
      c1 = multiplyAdd(s, v, c1)
      s = v128.load32_splat(q2 + at)
      a2 = multiplyAdd(s, u, a2)
      c2 = multiplyAdd(s, v, c2)
      s = v128.load32_splat(q3 + at)
      a3 = multiplyAdd(s, u, a3)
      c3 = multiplyAdd(s, v, c3)
      u = v128.load(pp, 32)
      v = v128.load(pp, 48)
      s = v128.load32_splat(q0 + at, 4)
      a0 = multiplyAdd(s, u, a0)
      c0 = multiplyAdd(s, v, c0)
      s = v128.load32_splat(q1 + at, 4)
      a1 = multiplyAdd(s, u, a1)
      c1 = multiplyAdd(s, v, c1)
      s = v128.load32_splat(q2 + at, 4)
      a2 = multiplyAdd(s, u, a2)
      c2 = multiplyAdd(s, v, c2)
      s = v128.load32_splat(q3 + at, 4)
      a3 = multiplyAdd(s, u, a3)
      c3 = multiplyAdd(s, v, c3)
    }
    for (let z = 0; z < 4 && query + z < end; z++) {
      const own = slot + ((<usize>z) << 2)
      const threshold = v128.load32_splat(thresholds + own)
      const a = z == 0 ? a0 : z == 1 ? a1 : z == 2 ? a2 : a3
      const c = z == 0 ? c0 : z == 1 ? c1 : z == 2 ? c2 : c3
      if (!v128.any_true(v128.or(f32x4.ge(a, threshold), f32x4.ge(c, threshold)))) continue
      offerTile(a, c, panel, query + z, own, itemCount, k, order, excludedPtr, excluded, ids, scores, counts, thresholds)
    }
  }
}

/** The K best of queries begin … end − 1 (at most 24, taken together so that a block stays in cache for all of them), best first. */
export function topK(
  begin: i32,
  end: i32,
  worker: i32,
  queries: usize,
  panels: usize,
  norms: usize,
  order: usize,
  itemCount: i32,
  d: i32,
  k: i32,
  excludedPtr: usize,
  excluded: usize,
  ids: usize,
  scores: usize,
  scratch: usize,
  visited: usize,
): void {
  const counts = scratch + (<usize>worker) * 512
  const thresholds = counts + 128
  const reach = counts + 320
  const panelCount = (itemCount + 7) >> 3
  for (let q = begin; q < end; q++) {
    const slot = (<usize>(q - begin)) << 2
    let squares: f64 = 0
    const row = queries + (<usize>q) * ((<usize>d) << 2)
    for (let at = 0; at < d; at++) {
      const value = <f64>load<f32>(row + ((<usize>at) << 2))
      squares += value * value
    }
    store<i32>(counts + slot, 0)
    store<f32>(thresholds + slot, -Infinity)
    store<f32>(reach + slot, <f32>(Math.sqrt(squares) * (1.00001 + 1e-7 * d)))
  }
  for (let block = 0; block < panelCount; block += blockPanels) {
    const to = min(block + blockPanels, panelCount)
    const norm = load<f32>(norms + ((<usize>block) << 5))
    for (let q = begin; q < end; q += 4) {
      const slot = (<usize>(q - begin)) << 2
      let live = false
      for (let z: usize = 0; z < 4 && q + <i32>z < end; z++) {
        const own = slot + (z << 2)
        if (load<i32>(counts + own) < k || load<f32>(thresholds + own) <= norm * load<f32>(reach + own)) live = true
      }
      if (!live) continue
      atomic.add<i32>(visited, 1)
      scoreBlock(queries, q, end, slot, panels, block, to, d, itemCount, k, order, excludedPtr, excluded, ids, scores, counts, thresholds)
    }
  }
  for (let q = begin; q < end; q++) {
    const at = (<usize>q) * ((<usize>k) << 2)
    finish(scores + at, ids + at, load<i32>(counts + ((<usize>(q - begin)) << 2)), k)
  }
}
