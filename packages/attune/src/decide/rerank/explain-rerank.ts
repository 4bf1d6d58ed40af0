import { describeMove, type Move } from '@attune/recommend'
import type { Explanation, RerankReport } from '../../api/schemas/rerank.ts'
import type { ReasonLanguage } from '../reason-texts.ts'
import type { RequestRerank } from './create-reranker.ts'
import type { RerankedCandidates } from './rerank-candidates.ts'

export interface RerankExplanation {
  readonly movesOf: (itemId: string) => Explanation['moves']
  readonly report: RerankReport
}

export interface ExplainRerankOptions {
  readonly rerank: RequestRerank
  readonly reranked: RerankedCandidates
  /** What the model would have shown if no rule filtered, best first. */
  readonly unfiltered: readonly string[]
  /** What is shown. */
  readonly shown: ReadonlySet<string>
  readonly n: number
  readonly titleOf: (itemId: string) => string
  readonly language: ReasonLanguage
}

/** What re-ranking did, in words: for every item its moves, and what of the model's own list is not shown, with the reason. */
export function explainRerank(options: ExplainRerankOptions): RerankExplanation {
  const { rerank, reranked, unfiltered, shown, n, titleOf, language } = options
  const idOf = (item: number): string => reranked.before[item]?.itemId ?? ''
  const words = (move: Move): string => describeMove(move, (item) => titleOf(idOf(item)))[language]
  const moves = reranked.stages.flatMap(({ name, moves }) =>
    moves.map((move) => ({ stage: name, itemId: idOf(move.item), move })),
  )
  return {
    movesOf: (id) =>
      moves
        .filter(({ itemId }) => itemId === id)
        .map(({ stage, move }) => ({ stage, from: move.from, to: move.to ?? null, text: words(move) })),
    report: {
      stages: reranked.stages.map(({ name }) => name),
      leftOut: [...filteredOut(), ...pushedOut()],
    },
  }

  function filteredOut(): RerankReport['leftOut'] {
    return unfiltered.flatMap((itemId, place) => {
      const rule = rerank.refusal(itemId)
      if (!rule) return []
      const title = titleOf(itemId)
      const reason = { kind: 'rule', rule: rule.name, action: 'filter' } as const
      const text = describeMove({ item: 0, from: place + 1, to: undefined, reason }, () => title)[language]
      return [{ itemId, title, stage: rule.stage, text }]
    })
  }

  function pushedOut(): RerankReport['leftOut'] {
    return reranked.before.slice(0, n).flatMap(({ itemId }) => {
      if (shown.has(itemId)) return []
      const own = moves.filter((entry) => entry.itemId === itemId)
      const last = own.find(({ move }) => move.to === undefined || move.to > n) ?? own.at(-1)
      return last ? [{ itemId, title: titleOf(itemId), stage: last.stage, text: words(last.move) }] : []
    })
  }
}
