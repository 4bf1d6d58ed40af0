/**
 * Who comes first when a target and another candidate have the same score. `mid-rank` favours neither: every tie counts
 * half a place, as in a rank test, so ranks may end in .5.
 */
export type TieRule = 'mid-rank' | 'smaller-id' | 'target-first' | 'target-last'

/**
 * 1-based ranks of the targets among targets and candidates together, ascending. Between two targets the smaller id
 * comes first.
 *
 * @param targetScores scores of `targets`, in their order
 * @param candidateScores scores of `candidates`, which hold no target
 */
export function rankCandidates(
  targets: Int32Array,
  targetScores: Float32Array,
  candidates: Int32Array,
  candidateScores: Float32Array,
  ties: TieRule,
): number[] {
  const ranks: number[] = []
  for (const [at, target] of targets.entries()) {
    const score = targetScores[at] as number
    let rank = 1
    for (let c = 0; c < candidates.length; c++) {
      const other = candidateScores[c] as number
      if (other > score) rank++
      else if (other === score) {
        if (ties === 'mid-rank') rank += 0.5
        else if (ties === 'target-last' || (ties === 'smaller-id' && (candidates[c] as number) < target)) rank++
      }
    }
    for (const [otherAt, otherTarget] of targets.entries()) {
      const other = targetScores[otherAt] as number
      if (other > score || (other === score && otherTarget < target)) rank++
    }
    ranks.push(rank)
  }
  return ranks.sort((a, b) => a - b)
}
