// The K best of what is offered, as a heap with the worst on top: a lower score is worse, and of equal scores the larger
// id, so that the K best are the same in whatever order they come.

// @ts-ignore: decorator
@inline
function worse(value: f32, id: i32, otherValue: f32, otherId: i32): bool {
  return value < otherValue || (value == otherValue && id > otherId)
}

function sift(values: usize, ids: usize, count: i32, at: i32): void {
  const value = load<f32>(values + ((<usize>at) << 2))
  const id = load<i32>(ids + ((<usize>at) << 2))
  for (;;) {
    let child = 2 * at + 1
    if (child >= count) break
    let v = values + ((<usize>child) << 2)
    let i = ids + ((<usize>child) << 2)
    if (child + 1 < count && worse(load<f32>(v, 4), load<i32>(i, 4), load<f32>(v), load<i32>(i))) {
      child++
      v += 4
      i += 4
    }
    if (!worse(load<f32>(v), load<i32>(i), value, id)) break
    store<f32>(values + ((<usize>at) << 2), load<f32>(v))
    store<i32>(ids + ((<usize>at) << 2), load<i32>(i))
    at = child
  }
  store<f32>(values + ((<usize>at) << 2), value)
  store<i32>(ids + ((<usize>at) << 2), id)
}

/** Offers one candidate to a heap of `count` of at most `k`; returns the new count. Refuses what is worse than all. */
export function offer(values: usize, ids: usize, count: i32, k: i32, value: f32, id: i32): i32 {
  if (count < k) {
    store<f32>(values + ((<usize>count) << 2), value)
    store<i32>(ids + ((<usize>count) << 2), id)
    count++
    if (count == k) for (let at = k / 2 - 1; at >= 0; at--) sift(values, ids, k, at)
    return count
  }
  if (worse(value, id, load<f32>(values), load<i32>(ids))) return count
  store<f32>(values, value)
  store<i32>(ids, id)
  sift(values, ids, k, 0)
  return count
}

/** Best first; the places that nobody took get id −1 and score 0. */
export function finish(values: usize, ids: usize, count: i32, k: i32): void {
  if (count < k) for (let at = count / 2 - 1; at >= 0; at--) sift(values, ids, count, at)
  for (let last = count - 1; last > 0; last--) {
    const at = (<usize>last) << 2
    const value = load<f32>(values)
    const id = load<i32>(ids)
    store<f32>(values, load<f32>(values + at))
    store<i32>(ids, load<i32>(ids + at))
    store<f32>(values + at, value)
    store<i32>(ids + at, id)
    sift(values, ids, last, 0)
  }
  for (let at = count; at < k; at++) {
    store<f32>(values + ((<usize>at) << 2), 0)
    store<i32>(ids + ((<usize>at) << 2), -1)
  }
}
