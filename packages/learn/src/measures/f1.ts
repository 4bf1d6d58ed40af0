/**
 * F1 over all decisions together: 2 · right / (called + so). 1 where nothing is so and nothing was called so.
 *
 * @param found what was called so, for each case
 * @param truths what is so, for each case
 */
export function microF1<T>(found: readonly (readonly T[])[], truths: readonly (readonly T[])[]): number {
  let [right, all] = [0, 0]
  for (const [i, called] of found.entries()) {
    const so = new Set(truths[i])
    all += called.length + so.size
    right += called.filter((one) => so.has(one)).length
  }
  return all === 0 ? 1 : (2 * right) / all
}

/**
 * For each label the threshold that has the highest F1 on these texts: half-way between two scores that met. A label that no text
 * has keeps one half.
 *
 * @param scores for each text those of all labels
 * @param truths for each text the labels it has
 */
export function bestThresholds(scores: readonly Float32Array[], truths: readonly (readonly number[])[]): number[] {
  return [...(scores[0] ?? []).keys()].map((label) => {
    const so = truths.map((own) => own.includes(label))
    const support = so.filter(Boolean).length
    if (support === 0) return 0.5
    const order = [...scores.keys()].sort((a, b) => (scores[b]?.[label] as number) - (scores[a]?.[label] as number))
    let [right, best, threshold] = [0, 0, 0.5]
    for (const [place, i] of order.entries()) {
      if (so[i]) right++
      const score = scores[i]?.[label] as number
      const next = scores[order[place + 1] ?? -1]?.[label] ?? 0
      const f1 = (2 * right) / (place + 1 + support)
      if (score > next && f1 > best) {
        best = f1
        threshold = (score + next) / 2
      }
    }
    return threshold
  })
}
