/** How the scores of several members become one: Σ scaleₘ · scoreₘ, and an offset a class. */
export interface ScorePool {
  readonly scales: readonly number[]
  /** Only for two classes is it not 0: there half of it for the second and half against the first. */
  readonly offset: number
}

/**
 * A logarithmic opinion pool (Genest and Zidek 1986): non-negative scales under which softmax(Σ scaleₘ · scoreₘ) has the least
 * log-loss on rows that the members have not learnt from, so that members are weighed and their probabilities calibrated at once.
 * For one member and two classes this is Platt's scaling; for more classes, temperature scaling.
 *
 * @param scores of each member: rows × classes
 */
export function fitScorePool(scores: readonly Float64Array[], labels: Int32Array, classes: number): ScorePool {
  const n = labels.length
  // An offset is one more member that always says the same; it may be negative.
  const constant = classes === 2 ? [Float64Array.from({ length: 2 * n }, (_, i) => (i % 2 === 1 ? 0.5 : -0.5))] : []
  const all = [...scores, ...constant]
  let active = all.map((_, m) => m)
  for (;;) {
    const found = newton(
      active.map((m) => all[m] as Float64Array),
      labels,
      classes,
    )
    const worst = active
      .map((m, i) => ({ m, scale: found[i] as number }))
      .filter(({ m }) => m < scores.length)
      .sort((a, b) => a.scale - b.scale)[0]
    if (worst && worst.scale < 0 && active.some((m) => m < scores.length && m !== worst.m)) {
      active = active.filter((m) => m !== worst.m)
      continue
    }
    const scaleOf = (m: number): number => (active.includes(m) ? (found[active.indexOf(m)] as number) : 0)
    return {
      scales: scores.map((_, m) => Math.max(0, scaleOf(m))),
      offset: classes === 2 ? scaleOf(scores.length) : 0,
    }
  }
}

/** Least mean log-loss by Newton's steps, halved until they help; a whisper of ridge keeps it finite where all is separated. */
function newton(scores: readonly Float64Array[], labels: Int32Array, classes: number): number[] {
  const members = scores.length
  const n = labels.length
  const ridge = 0.5 / n
  const logits = new Float64Array(classes)
  const sweep = (scales: readonly number[], slopes?: { gradient: Float64Array; hessian: Float64Array }): number => {
    let loss = 0
    const means = new Float64Array(members)
    for (let row = 0; row < n; row++) {
      const at = row * classes
      const truth = labels[row] as number
      let highest = Number.NEGATIVE_INFINITY
      for (let k = 0; k < classes; k++) {
        let sum = 0
        for (let m = 0; m < members; m++) sum += (scales[m] as number) * (scores[m]?.[at + k] as number)
        logits[k] = sum
        if (sum > highest) highest = sum
      }
      let total = 0
      for (let k = 0; k < classes; k++) total += Math.exp((logits[k] as number) - highest)
      loss += Math.log(total) + highest - (logits[truth] as number)
      if (!slopes) continue
      means.fill(0)
      for (let k = 0; k < classes; k++) {
        const p = Math.exp((logits[k] as number) - highest) / total
        if (p < 1e-12) continue
        for (let m = 0; m < members; m++) {
          const own = scores[m]?.[at + k] as number
          means[m] = (means[m] as number) + p * own
          for (let o = 0; o <= m; o++)
            (slopes.hessian[m * members + o] as number) += (p * own * (scores[o]?.[at + k] as number)) / n
        }
      }
      for (let m = 0; m < members; m++) {
        ;(slopes.gradient[m] as number) += ((means[m] as number) - (scores[m]?.[at + truth] as number)) / n
        for (let o = 0; o <= m; o++)
          (slopes.hessian[m * members + o] as number) -= ((means[m] as number) * (means[o] as number)) / n
      }
    }
    return loss / n + (ridge / 2) * scales.reduce((sum, scale) => sum + scale * scale, 0)
  }
  let scales = scores.map(() => 0)
  let loss = sweep(scales)
  for (let round = 0; round < 50; round++) {
    const slopes = { gradient: new Float64Array(members), hessian: new Float64Array(members * members) }
    sweep(scales, slopes)
    for (let m = 0; m < members; m++) {
      ;(slopes.gradient[m] as number) += ridge * (scales[m] as number)
      ;(slopes.hessian[m * members + m] as number) += ridge
      for (let o = 0; o < m; o++) slopes.hessian[o * members + m] = slopes.hessian[m * members + o] as number
    }
    const step = solve(slopes.hessian, slopes.gradient)
    let size = 1
    let next = scales
    let lossThere = Number.POSITIVE_INFINITY
    while (size > 1e-6) {
      next = scales.map((scale, m) => scale - size * (step[m] as number))
      lossThere = sweep(next)
      if (lossThere < loss) break
      size /= 2
    }
    if (!(loss - lossThere > 1e-9)) break
    scales = next
    loss = lossThere
  }
  return scales
}

/** x with A x = b for a small symmetric positive definite A, by elimination. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length
  const a = matrix.slice()
  const x = right.slice()
  for (let k = 0; k < n; k++) {
    const pivot = (a[k * n + k] as number) + 1e-12
    for (let i = k + 1; i < n; i++) {
      const factor = (a[i * n + k] as number) / pivot
      for (let j = k; j < n; j++) a[i * n + j] = (a[i * n + j] as number) - factor * (a[k * n + j] as number)
      x[i] = (x[i] as number) - factor * (x[k] as number)
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    let sum = x[k] as number
    for (let j = k + 1; j < n; j++) sum -= (a[k * n + j] as number) * (x[j] as number)
    x[k] = sum / ((a[k * n + k] as number) + 1e-12)
  }
  return x
}
