// First and second derivatives of the losses with respect to the raw score, two rows a register. Every operation is one
// IEEE double operation, in the order of src/trees/tree-loss.ts, so that both give the same bits.

const logistic: i32 = 1
const poisson: i32 = 2
/** 1.5 · 2⁵²: adding it rounds to a whole number (half to even), which then stands in the low bits. */
const shifter: f64 = 6755399441055744

/** eˣ to about 1e-12 of itself, x cut to −700 … 700. */
// @ts-ignore: decorator
@inline
function exponential(given: v128): v128 {
  const x = f64x2.min(f64x2.max(given, f64x2.splat(-700)), f64x2.splat(700))
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634)), f64x2.splat(shifter))
  const k = f64x2.sub(shifted, f64x2.splat(shifter))
  const high = f64x2.sub(x, f64x2.mul(k, f64x2.splat(0.693147180369123816490)))
  const r = f64x2.sub(high, f64x2.mul(k, f64x2.splat(1.90821492927058770002e-10)))
  // Estrin's order: short chains, which a processor overlaps.
  const r2 = f64x2.mul(r, r)
  const r4 = f64x2.mul(r2, r2)
  const one = f64x2.splat(1)
  const a = f64x2.add(one, r)
  const b = f64x2.add(f64x2.splat(0.5), f64x2.mul(f64x2.splat(1.0 / 6), r))
  const c = f64x2.add(f64x2.splat(1.0 / 24), f64x2.mul(f64x2.splat(1.0 / 120), r))
  const d = f64x2.add(f64x2.splat(1.0 / 720), f64x2.mul(f64x2.splat(1.0 / 5040), r))
  const e = f64x2.add(f64x2.splat(1.0 / 40320), f64x2.mul(f64x2.splat(1.0 / 362880), r))
  const f = f64x2.add(e, f64x2.mul(f64x2.splat(1.0 / 3628800), r2))
  const low = f64x2.add(a, f64x2.mul(b, r2))
  const high4 = f64x2.add(f64x2.add(c, f64x2.mul(d, r2)), f64x2.mul(f, r4))
  const p = f64x2.add(low, f64x2.mul(high4, r4))
  const power = i64x2.shl(i64x2.add(shifted, i64x2.splat(1023)), 52)
  return f64x2.mul(p, power)
}

/** What the score says of the label: itself, a probability or a mean. */
// @ts-ignore: decorator
@inline
function meanOf(loss: i32, score: v128): v128 {
  if (loss == logistic) {
    const one = f64x2.splat(1)
    return f64x2.div(one, f64x2.add(one, exponential(f64x2.neg(score))))
  }
  return loss == poisson ? exponential(score) : score
}

// @ts-ignore: decorator
@inline
function curvatureOf(loss: i32, mean: v128): v128 {
  const one = f64x2.splat(1)
  if (loss == logistic) return f64x2.mul(mean, f64x2.sub(one, mean))
  return loss == poisson ? mean : one
}

/** Slices begin … end − 1 of `slice` rows (even): largest |gradient| and hessian of each into maxima[2 s], [2 s + 1]. */
export function extremes(
  begin: i32,
  end: i32,
  _worker: i32,
  rows: i32,
  slice: i32,
  loss: i32,
  scores: usize,
  labels: usize,
  weights: usize,
  maxima: usize,
): void {
  for (let s = begin; s < end; s++) {
    const last = min((s + 1) * slice, rows)
    let g = f64x2.splat(0)
    let h = g
    for (let row = s * slice; row < last; row += 2) {
      const at = (<usize>row) << 3
      const mean = meanOf(loss, v128.load(scores + at))
      let gradient = f64x2.abs(f64x2.sub(mean, v128.load(labels + at)))
      let hessian = curvatureOf(loss, mean)
      if (weights != 0) {
        const weight = v128.load(weights + at)
        gradient = f64x2.mul(gradient, weight)
        hessian = f64x2.mul(hessian, weight)
      }
      if (row + 1 == last) {
        gradient = f64x2.replace_lane(gradient, 1, 0)
        hessian = f64x2.replace_lane(hessian, 1, 0)
      }
      g = f64x2.max(g, gradient)
      h = f64x2.max(h, hessian)
    }
    store<f64>(maxima + ((<usize>s) << 4), max(f64x2.extract_lane(g, 0), f64x2.extract_lane(g, 1)))
    store<f64>(maxima + ((<usize>s) << 4), max(f64x2.extract_lane(h, 0), f64x2.extract_lane(h, 1)), 8)
  }
}

/**
 * Slices begin … end − 1 of `slice` rows (even): pairs[row] = (gradient · gradientScale, hessian · hessianScale) as whole
 * numbers of 32 bits.
 */
export function gradients(
  begin: i32,
  end: i32,
  _worker: i32,
  rows: i32,
  slice: i32,
  loss: i32,
  scores: usize,
  labels: usize,
  weights: usize,
  gradientScale: f64,
  hessianScale: f64,
  pairs: usize,
): void {
  const shift = f64x2.splat(shifter)
  for (let row = begin * slice, last = min(end * slice, rows); row < last; row += 2) {
    const at = (<usize>row) << 3
    const mean = meanOf(loss, v128.load(scores + at))
    let gradient = f64x2.sub(mean, v128.load(labels + at))
    let hessian = curvatureOf(loss, mean)
    if (weights != 0) {
      const weight = v128.load(weights + at)
      gradient = f64x2.mul(gradient, weight)
      hessian = f64x2.mul(hessian, weight)
    }
    const g = i64x2.sub(f64x2.add(f64x2.mul(gradient, f64x2.splat(gradientScale)), shift), shift)
    const h = i64x2.sub(f64x2.add(f64x2.mul(hessian, f64x2.splat(hessianScale)), shift), shift)
    v128.store(pairs + at, i32x4.shuffle(g, h, 0, 4, 2, 6))
  }
}
