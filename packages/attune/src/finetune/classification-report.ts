export interface ClassScores {
  /** Of what was called so, the share that is. Null where nothing was called so. */
  readonly precision: number | null
  /** Of what is so, the share that was called so. Null where nothing is so. */
  readonly recall: number | null
  /** Their harmonic mean; 0 where either is 0 or null. */
  readonly f1: number
  /** Texts that are so. */
  readonly support: number
}

export interface ClassificationReport {
  readonly accuracy: number
  /** Mean of F1 over the classes that occur among truths or answers, as scikit-learn. */
  readonly macroF1: number
  readonly perClass: Readonly<Record<string, ClassScores>>
}

/**
 * How well answers fit the truth.
 *
 * @param truths class of each text
 * @param answers of the same length
 */
export function classificationReport(truths: readonly string[], answers: readonly string[]): ClassificationReport {
  const names = [...new Set([...truths, ...answers])].sort()
  const scores = names.map((name): [string, ClassScores] => {
    let [right, called, support] = [0, 0, 0]
    for (const [i, truth] of truths.entries()) {
      if (answers[i] === name) called++
      if (truth !== name) continue
      support++
      if (answers[i] === name) right++
    }
    return [
      name,
      {
        precision: called === 0 ? null : right / called,
        recall: support === 0 ? null : right / support,
        f1: called + support === 0 ? 0 : (2 * right) / (called + support),
        support,
      },
    ]
  })
  return {
    accuracy: truths.filter((truth, i) => truth === answers[i]).length / truths.length,
    macroF1: scores.reduce((sum, [, { f1 }]) => sum + f1, 0) / scores.length,
    perClass: Object.fromEntries(scores),
  }
}
