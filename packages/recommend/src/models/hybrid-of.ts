import { RecommendError } from '../errors.ts'
import type { History, Recommender, RecommendOptions, SavedRecommender, ScoredItems } from '../recommender.ts'
import { topItems } from '../top-items.ts'
import { type Fusion, fuseLists, type WeightedList } from './fuse-lists.ts'
import { sharesOf } from './shares-of.ts'

export interface HybridMember {
  readonly recommender: Recommender
  /** Above zero. */
  readonly weight: number
}

export interface HybridOptions {
  readonly fusion: Fusion
  /** How many items of each member are looked at. */
  readonly depth: number
  /** Saved with the model. */
  readonly parameters?: SavedRecommender['parameters']
}

/**
 * One recommender of several: each is asked for its best `depth` items, and the lists are fused.
 *
 * - weighted: score(j) = Σ weight_m · score_m(j) / score_m(its best item), also beyond a member's own list
 * - reciprocalRank: score(j) = Σ weight_m / (60 + rank_m(j)), nothing beyond the list; ranks leave excluded items out
 *
 * @throws RecommendError `bad-parameter` when there is no member, a weight is not above zero, depth is below 1, or the
 *   members know different numbers of items
 */
export function hybridOf(members: readonly HybridMember[], options: HybridOptions): Recommender {
  const { fusion, depth, parameters = {} } = options
  const itemCount = checked(members, depth)
  const top = topItems(0)

  function listsFor(ask: (recommender: Recommender) => ScoredItems): WeightedList[] {
    return members.map(({ recommender, weight }) => {
      const list = ask(recommender)
      return { list, weight, best: list.scores[0] ?? 1 }
    })
  }

  /** The parts of all candidates. Weighted: each member scores every candidate, not only those of its own list. */
  function partsFor(history: History, n: number, options: RecommendOptions): Map<number, Float64Array> {
    const length = Math.min(itemCount, Math.max(depth, n))
    const lists = listsFor((recommender) => recommender.recommend(history, length, options))
    if (fusion === 'reciprocalRank') return fuseLists(lists, fusion)
    const candidates = Int32Array.from(new Set(lists.flatMap(({ list }) => [...list.items])))
    return weightedParts(history, candidates, options)
  }

  function weightedParts(history: History, items: Int32Array, { now }: RecommendOptions): Map<number, Float64Array> {
    const time = now === undefined ? {} : { now }
    const lists = members.map(({ recommender, weight }): WeightedList => {
      const best = recommender.recommend(history, 1, time).scores[0] ?? 1
      return { list: { items, scores: recommender.score(history, items, time) }, weight, best }
    })
    return fuseLists(lists, 'weighted')
  }

  function bestOf(parts: ReadonlyMap<number, Float64Array>, n: number): ScoredItems {
    top.clear(Math.min(n, itemCount))
    for (const [item, own] of parts) top.offer(item, Math.fround(sumOf(own)))
    return top.take()
  }

  function partsOfItems(history: History, items: Int32Array, options: RecommendOptions): Map<number, Float64Array> {
    return fusion === 'weighted' ? weightedParts(history, items, options) : partsFor(history, depth, options)
  }

  return {
    kind: 'hybrid',
    itemCount,
    recommend: (history, n, options = {}) => bestOf(partsFor(history, n, options), n),
    score(history, items, options = {}) {
      const parts = partsOfItems(history, items, options)
      return Float32Array.from(items, (item) => sumOf(parts.get(item) ?? new Float64Array(0)))
    },
    similarItems(item, n, options = {}) {
      const length = Math.min(itemCount, Math.max(depth, n))
      return bestOf(
        fuseLists(
          listsFor((recommender) => recommender.similarItems(item, length, options)),
          fusion,
        ),
        n,
      )
    },
    /** Each member's own explanation by its part of the score; what a member cannot explain (popularity) is nobody's. */
    explain(history, item, n) {
      const own = partsOfItems(history, Int32Array.of(item), {}).get(item)
      if (!own) return []
      const total = sumOf(own)
      const shares = new Map<number, number>()
      for (const [at, { recommender }] of members.entries()) {
        const part = (own[at] as number) / total
        if (!(part > 0)) continue
        for (const { item: source, share } of recommender.explain(history, item, history.items.length)) {
          shares.set(source, (shares.get(source) ?? 0) + part * share)
        }
      }
      const explained = [...shares.values()].reduce((sum, share) => sum + share, 0)
      return sharesOf(shares, n).map(({ item: source, share }) => ({ item: source, share: share * explained }))
    },
    save() {
      const arrays: Record<string, SavedRecommender['arrays'][string]> = {}
      const saved = members.map(({ recommender, weight }, at) => {
        const member = recommender.save()
        for (const [name, array] of Object.entries(member.arrays)) arrays[`${at}.${name}`] = array
        return { kind: member.kind, parameters: member.parameters, weight }
      })
      arrays.members = new TextEncoder().encode(JSON.stringify(saved))
      return { kind: 'hybrid', parameters, arrays }
    },
  }
}

/**
 * @param load brings a member back
 * @throws RecommendError `bad-model` when the members cannot be read; whatever loading a member throws
 */
export function loadHybrid(saved: SavedRecommender, load: (saved: SavedRecommender) => Recommender): Recommender {
  const members = membersOf(saved).map(({ member, weight }) => ({ recommender: load(member), weight }))
  return hybridOf(members, hybridOptions(saved.parameters))
}

/** The parameters of a hybrid beside those that say what it is made of. */
export function hybridOptions(parameters: SavedRecommender['parameters']): HybridOptions {
  return {
    fusion: parameters.fusion === 'weighted' ? 'weighted' : 'reciprocalRank',
    depth: Number(parameters.depth),
    parameters,
  }
}

/**
 * The models inside a saved hybrid.
 *
 * @throws RecommendError `bad-model` when they cannot be read
 */
export function membersOf({
  arrays,
}: Pick<SavedRecommender, 'arrays'>): { readonly member: SavedRecommender; readonly weight: number }[] {
  return savedMembers(arrays.members).map(({ kind, parameters, weight }, at) => {
    const prefix = `${at}.`
    const mine = Object.entries(arrays).filter(([name]) => name.startsWith(prefix))
    const own = Object.fromEntries(mine.map(([name, array]) => [name.slice(prefix.length), array]))
    return { member: { kind, parameters, arrays: own }, weight }
  })
}

type SavedMember = Pick<SavedRecommender, 'kind' | 'parameters'> & { readonly weight: number }

function savedMembers(bytes: SavedRecommender['arrays'][string] | undefined): SavedMember[] {
  const bad = new RecommendError(
    'bad-model',
    'A saved hybrid needs the array members (UTF-8 JSON of its recommenders).',
  )
  if (!(bytes instanceof Uint8Array)) throw bad
  let members: unknown
  try {
    members = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw bad
  }
  const fits = (member: unknown): boolean =>
    typeof member === 'object' && member !== null && 'kind' in member && 'parameters' in member && 'weight' in member
  if (!Array.isArray(members) || !members.every(fits)) throw bad
  return members as SavedMember[]
}

const sumOf = (parts: Float64Array): number => parts.reduce((sum, part) => sum + part, 0)

/** @returns how many items the members know */
function checked(members: readonly HybridMember[], depth: number): number {
  const refuse = (message: string, parameter: string): RecommendError =>
    new RecommendError('bad-parameter', message, { parameter })
  const counts = new Set(members.map(({ recommender }) => recommender.itemCount))
  const [itemCount] = counts
  if (itemCount === undefined) throw refuse('hybrid needs at least one recommender with a weight above 0.', 'members')
  if (counts.size > 1) throw refuse('The recommenders of a hybrid must know the same items.', 'members')
  if (members.some(({ weight }) => !(weight > 0 && Number.isFinite(weight)))) {
    throw refuse('Weights of a hybrid must be finite and above 0.', 'weight')
  }
  if (!(Number.isInteger(depth) && depth >= 1)) throw refuse('depth must be a whole number of at least 1.', 'depth')
  return itemCount
}
