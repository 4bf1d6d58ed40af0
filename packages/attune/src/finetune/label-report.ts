import type { ClassScores } from './classification-report.ts'

export interface LabelReport {
  /** F1 over all decisions together. */
  readonly microF1: number
  /** Mean of F1 over the labels that occur among truths or answers. */
  readonly macroF1: number
  /** Share of texts whose labels are all right, and no other was said. */
  readonly exact: number
  readonly perClass: Readonly<Record<string, ClassScores>>
}

/**
 * How well the labels that were said fit those that texts have.
 *
 * @param truths labels of each text
 * @param answers of the same length
 */
export function labelReport(
  truths: readonly (readonly string[])[],
  answers: readonly (readonly string[])[],
): LabelReport {
  const names = [...new Set([...truths, ...answers].flat())].sort()
  const counts = names.map((name) => {
    const [said, so] = [answers, truths].map((lists) => lists.map((list) => list.includes(name)))
    const count = (of: (i: number) => boolean): number => truths.filter((_, i) => of(i)).length
    return {
      name,
      right: count((i) => said?.[i] === true && so?.[i] === true),
      called: count((i) => said?.[i] === true),
      support: count((i) => so?.[i] === true),
    }
  })
  const f1Of = ({ right, called, support }: { right: number; called: number; support: number }): number =>
    called + support === 0 ? 0 : (2 * right) / (called + support)
  const all = counts.reduce(
    (sum, { right, called, support }) => ({
      right: sum.right + right,
      called: sum.called + called,
      support: sum.support + support,
    }),
    { right: 0, called: 0, support: 0 },
  )
  const key = (list: readonly string[]): string => JSON.stringify([...new Set(list)].sort())
  return {
    microF1: f1Of(all),
    macroF1: counts.reduce((sum, one) => sum + f1Of(one), 0) / Math.max(1, counts.length),
    exact: truths.filter((truth, i) => key(truth) === key(answers[i] ?? [])).length / truths.length,
    perClass: Object.fromEntries(
      counts.map((one) => [
        one.name,
        {
          precision: one.called === 0 ? null : one.right / one.called,
          recall: one.support === 0 ? null : one.right / one.support,
          f1: f1Of(one),
          support: one.support,
        },
      ]),
    ),
  }
}
