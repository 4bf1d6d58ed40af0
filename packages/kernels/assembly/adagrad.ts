// Adagrad on few rows of a large table. Addresses of rows without padding: [rows × dimensions] f32. First `group` says
// which gradients belong to the same row, then a unit of `moveRows` or `moveElements` is one distinct row. No kernel here
// keeps anything between calls or touches memory it was not given, so one thread with a memory of its own calls them as
// group(0, 1, 0, …) and moveRows(0, count, 0, …).
import { multiplyAdd, sumLanes } from './lanes'

/**
 * distinct[0 … count − 1] are the rows in the order in which they first occur among ids[0 … n − 1]; the gradients of
 * distinct[g] are order[starts[g]] … order[starts[g + 1] − 1], rising. Room: `distinct` and `order` n, `starts` n + 2.
 * `slots` has an i32 for every row of the table, all 0 before and after.
 */
export function group(
  _begin: i32,
  _end: i32,
  _worker: i32,
  ids: usize,
  n: i32,
  slots: usize,
  distinct: usize,
  starts: usize,
  order: usize,
  count: usize,
): void {
  memory.fill(starts, 0, (<usize>(n + 2)) << 2)
  let groups = 0
  for (let i = 0; i < n; i++) {
    const id = load<i32>(ids + ((<usize>i) << 2))
    const slot = slots + ((<usize>id) << 2)
    if (load<i32>(slot) == 0) {
      store<i32>(distinct + ((<usize>groups) << 2), id)
      store<i32>(slot, ++groups)
    }
    // Two places on: sums of what is before become first places, and those ends as they are taken.
    const counter = starts + ((<usize>(load<i32>(slot) + 1)) << 2)
    store<i32>(counter, load<i32>(counter) + 1)
  }
  for (let g = 1; g <= groups; g++) {
    const at = starts + ((<usize>g) << 2)
    store<i32>(at, load<i32>(at, 4) + load<i32>(at), 4)
  }
  for (let i = 0; i < n; i++) {
    const next = starts + ((<usize>load<i32>(slots + ((<usize>load<i32>(ids + ((<usize>i) << 2))) << 2))) << 2)
    const place = load<i32>(next)
    store<i32>(order + ((<usize>place) << 2), i)
    store<i32>(next, place + 1)
  }
  for (let g = 0; g < groups; g++)
    store<i32>(slots + ((<usize>load<i32>(distinct + ((<usize>g) << 2))) << 2), 0)
  store<i32>(count, groups)
}

/** Address of the summed gradient of a group: the gradient itself where there is one, `sum` otherwise. */
function summed(g: i32, starts: usize, order: usize, gradients: usize, dimensions: i32, sum: usize): usize {
  const from = load<i32>(starts + ((<usize>g) << 2))
  const to = load<i32>(starts + ((<usize>g) << 2), 4)
  const bytes = (<usize>dimensions) << 2
  const first = gradients + (<usize>load<i32>(order + ((<usize>from) << 2))) * bytes
  if (to == from + 1) return first
  memory.copy(sum, first, bytes)
  const lanes = bytes & ~15
  for (let at = from + 1; at < to; at++) {
    const gradient = gradients + (<usize>load<i32>(order + ((<usize>at) << 2))) * bytes
    let k: usize = 0
    for (; k < lanes; k += 16) v128.store(sum + k, f32x4.add(v128.load(sum + k), v128.load(gradient + k)))
    for (; k < bytes; k += 4) store<f32>(sum + k, load<f32>(sum + k) + load<f32>(gradient + k))
  }
  return sum
}

/**
 * Groups begin … end − 1 (beyond the count nothing): accumulator += mean of the squares of the summed gradient, one for a
 * row; row −= rate / (√accumulator + epsilon) · gradient. `scratch` is `scratchBytes` a worker, at least a row.
 */
export function moveRows(
  begin: i32,
  end: i32,
  worker: i32,
  distinct: usize,
  starts: usize,
  order: usize,
  count: usize,
  gradients: usize,
  table: usize,
  accumulators: usize,
  dimensions: i32,
  rate: f32,
  epsilon: f32,
  scratch: usize,
  scratchBytes: usize,
): void {
  const sum = scratch + (<usize>worker) * scratchBytes
  const bytes = (<usize>dimensions) << 2
  const lanes = bytes & ~15
  end = min(end, load<i32>(count))
  for (let g = begin; g < end; g++) {
    const row = <usize>load<i32>(distinct + ((<usize>g) << 2))
    const gradient = summed(g, starts, order, gradients, dimensions, sum)
    let parts = f32x4.splat(0)
    let k: usize = 0
    for (; k < lanes; k += 16) parts = multiplyAdd(v128.load(gradient + k), v128.load(gradient + k), parts)
    let squares = sumLanes(parts)
    for (; k < bytes; k += 4) squares += load<f32>(gradient + k) * load<f32>(gradient + k)
    const cell = accumulators + (row << 2)
    const accumulated = load<f32>(cell) + squares / <f32>dimensions
    store<f32>(cell, accumulated)
    const step = -rate / (sqrt(accumulated) + epsilon)
    const steps = f32x4.splat(step)
    const to = table + row * bytes
    for (k = 0; k < lanes; k += 16)
      v128.store(to + k, multiplyAdd(steps, v128.load(gradient + k), v128.load(to + k)))
    for (; k < bytes; k += 4) store<f32>(to + k, load<f32>(to + k) + step * load<f32>(gradient + k))
  }
}

/** The same with an accumulator for every number of the table: accumulators are [rows × dimensions] too. */
export function moveElements(
  begin: i32,
  end: i32,
  worker: i32,
  distinct: usize,
  starts: usize,
  order: usize,
  count: usize,
  gradients: usize,
  table: usize,
  accumulators: usize,
  dimensions: i32,
  rate: f32,
  epsilon: f32,
  scratch: usize,
  scratchBytes: usize,
): void {
  const sum = scratch + (<usize>worker) * scratchBytes
  const bytes = (<usize>dimensions) << 2
  const lanes = bytes & ~15
  const rates = f32x4.splat(-rate)
  const epsilons = f32x4.splat(epsilon)
  end = min(end, load<i32>(count))
  for (let g = begin; g < end; g++) {
    const row = <usize>load<i32>(distinct + ((<usize>g) << 2))
    const gradient = summed(g, starts, order, gradients, dimensions, sum)
    const to = table + row * bytes
    const cells = accumulators + row * bytes
    let k: usize = 0
    for (; k < lanes; k += 16) {
      const along = v128.load(gradient + k)
      const accumulated = multiplyAdd(along, along, v128.load(cells + k))
      v128.store(cells + k, accumulated)
      const steps = f32x4.div(rates, f32x4.add(f32x4.sqrt(accumulated), epsilons))
      v128.store(to + k, multiplyAdd(steps, along, v128.load(to + k)))
    }
    for (; k < bytes; k += 4) {
      const along = load<f32>(gradient + k)
      const accumulated = load<f32>(cells + k) + along * along
      store<f32>(cells + k, accumulated)
      store<f32>(to + k, load<f32>(to + k) - (rate / (sqrt(accumulated) + epsilon)) * along)
    }
  }
}
