import type { Comparison } from './train-version.ts'

export interface Verdict {
  readonly promote: boolean
  /** Why, in a sentence. */
  readonly note: string
}

const figure = (value: number): string => value.toFixed(4)

/**
 * The offline gate: a version goes live by itself when its NDCG@10 is at least `promoteAtLeast` times that of the live one,
 * both asked about the same held-out interactions.
 */
export function judgeVersion(options: {
  readonly wanted: boolean
  readonly liveVersion: number | undefined
  readonly ndcg: number | undefined
  readonly comparison: Comparison | null
  readonly promoteAtLeast: number
}): Verdict {
  const { wanted, liveVersion, ndcg, comparison, promoteAtLeast } = options
  if (!wanted) return { promote: false, note: 'Trained without promotion, as asked.' }
  if (liveVersion === undefined) {
    if (ndcg === undefined)
      return { promote: true, note: 'First version; nobody has two items yet, so it could not be measured.' }
    return { promote: true, note: `First version: NDCG@10 ${figure(ndcg)}.` }
  }
  if (comparison === null)
    return { promote: false, note: `Could not be measured against version ${liveVersion}: nobody has two items.` }
  const { candidate, live, persons, by } = comparison
  const promote = candidate >= promoteAtLeast * live
  const against =
    by === 'unseen'
      ? `version ${liveVersion} has ${figure(live)} on what ${persons} persons did since it was trained`
      : `the recipe of version ${liveVersion} has ${figure(live)} on the same ${persons} persons`
  const limit = `${promote ? 'at least' : 'below'} ${promoteAtLeast} of it`
  return { promote, note: `NDCG@10 ${figure(candidate)}, ${against}: ${limit}.` }
}
