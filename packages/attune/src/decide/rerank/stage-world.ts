import { groupShares, groupSimilarity, type ItemSimilarity, type RuleContext } from '@attune/recommend'
import type { Item } from '../../api/schemas/items.ts'
import type { HistoryIndex } from '../../profile/history-index.ts'
import type { Candidate, Candidates } from '../find-candidates.ts'
import type { Situation } from '../situation.ts'
import { groupsBy } from './item-groups.ts'
import type { StageWorld } from './plan-stage.ts'
import type { RuleSubject } from './rule-subject.ts'

export interface StageWorldOptions {
  readonly n: number
  readonly situation: Situation
  readonly candidates: readonly Candidate[]
  readonly model: Candidates['model']
  readonly context: RuleContext<RuleSubject>
  readonly itemOf: (itemId: string) => Item | undefined
  readonly histories: HistoryIndex
}

/** An item this many times less popular than the most popular one is as novel as any. */
const noveltyRange = 1024

/** What the stages of one request may ask; worked out when a stage asks. */
export function stageWorld(options: StageWorldOptions): StageWorld {
  const { n, situation, candidates, model, context, itemOf, histories } = options
  const { workspace, personId } = situation
  // Variety by vectors asks for none of them.
  let found: readonly RuleSubject[] | undefined
  const subjects = (): readonly RuleSubject[] => {
    found ??= candidates.map(({ itemId }) => ({ id: itemId, item: itemOf(itemId) }))
    return found
  }
  const grouped = (by: Parameters<StageWorld['groupsBy']>[0]) => {
    const read = groupsBy(by)
    const groups = subjects().map(({ item }) => read(item))
    return (item: number): readonly string[] => groups[item] as readonly string[]
  }
  const byCatalogue = (): ItemSimilarity => {
    const [categories, tags] = [grouped('categories'), grouped('tags')]
    return groupSimilarity((item) => [
      ...categories(item).map((name) => `category ${name}`),
      ...tags(item).map((name) => `tag ${name}`),
    ])
  }
  return {
    n,
    subjectOf: (item) => subjects()[item] as RuleSubject,
    context,
    groupsBy: grouped,
    similarity(kind, scale) {
      if (kind !== 'model') return groupSimilarity(grouped(kind))
      // What stands in for the model has no number in it; −1 is like nothing.
      const dense = Int32Array.from(candidates, (candidate) => candidate.dense ?? -1)
      const cosine = dense.some((item) => item >= 0) ? model?.live.recommender.cosines?.(dense) : undefined
      if (!cosine) return byCatalogue()
      return (a, b) => {
        if (a === b) return 1
        const known = (dense[a] as number) >= 0 && (dense[b] as number) >= 0
        const value = known ? Math.max(-1, Math.min(1, cosine(a, b))) : 0
        return scale === 'shifted' ? (1 + value) / 2 : Math.max(0, value)
      }
    },
    tastes(by) {
      const { itemIds, weights } = histories.of(workspace, personId)
      const read = groupsBy(by)
      const groups = itemIds.map((id) => read(itemOf(id)))
      return groupShares(Int32Array.from(itemIds.keys()), weights, (at) => groups[at] as readonly string[])
    },
    popularity() {
      const ids = candidates.map(({ itemId }) => itemId)
      const { itemIds, scores } = histories.popular(workspace, ids.length, () => true, ids)
      const shares = new Map(itemIds.map((id, at) => [id, scores[at] as number]))
      return { counts: ids.map((id) => (shares.get(id) ?? 0) * noveltyRange), most: noveltyRange }
    },
  }
}
