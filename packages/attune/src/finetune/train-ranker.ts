import { type Example, ndcg, ranking, reciprocalRank } from '@attune/learn'
import { attuneError } from '../errors.ts'
import { asTrainingFailed } from './as-training-failed.ts'
import type { FinetuneHooks, FinetuneSettings } from './finetune-settings.ts'
import type { RowFile } from './read-rows.ts'
import type { Trained } from './save-model.ts'
import { openPupil, type Pupil, teachEncoder } from './teach-encoder.ts'

export interface Candidate {
  readonly query: string
  readonly text: string
  /** From 0, not at all. */
  readonly relevance: number
}

export interface RankerSettings extends FinetuneSettings {
  readonly loss: 'pairwise' | 'listwise'
  /** Candidates of a query that are looked at together in training. */
  readonly candidates: number
}

export interface RankReport {
  /** Of queries whose candidates are not all equally relevant. */
  readonly ndcg10: number
  readonly mrr: number
  readonly queries: number
  /** NDCG of an order that is drawn at random, on average. */
  readonly shuffledNdcg10: number
}

/**
 * Fine-tunes an encoder to put texts in the order in which they answer a query, and tries it.
 *
 * @throws AttuneError `bad-encoder`, `unknown-encoder`, `one-class`, `training-failed`
 */
export async function trainRanker(
  { train, test }: { readonly train: RowFile<Candidate>; readonly test: RowFile<Candidate> },
  settings: RankerSettings,
  hooks: FinetuneHooks,
): Promise<Trained<RankReport>> {
  const began = hooks.clock()
  const { loss, candidates } = settings
  const pupil = openPupil(
    settings,
    train.rows.flatMap(({ query, text }) => [query, text]),
  )
  const examples = groupsOf(train.rows)
    .flatMap((group) => parts(group, candidates))
    .map((group) => exampleOf(group, pupil))
  if (examples.length === 0)
    throw attuneError(
      'one-class',
      'No query has candidates that are relevant to different degrees: there is no order to learn.',
    )
  const asked = groupsOf(test.rows).filter(teaches)
  if (asked.length === 0)
    throw attuneError('no-texts', 'No test query has candidates that are relevant to different degrees.')
  const taught = await teachEncoder(pupil, ranking({ candidates, loss }), examples, settings, hooks)
  return asTrainingFailed(async () => {
    await using model = taught.open()
    const scores = await model.ask(asked.flatMap((group) => exampleOf(group, pupil).texts))
    let at = 0
    const judged = asked.map((group) => {
      at += group.length
      const [own, relevances] = [scores.slice(at - group.length, at), group.map(({ relevance }) => relevance)]
      return {
        ndcg: ndcg(own, relevances, 10),
        reciprocal: reciprocalRank(own, relevances),
        shuffled: expectedNdcg(relevances),
      }
    })
    const mean = (of: (one: (typeof judged)[number]) => number): number =>
      judged.reduce((sum, one) => sum + of(one), 0) / judged.length
    return {
      report: {
        ndcg10: mean((one) => one.ndcg),
        mrr: mean((one) => one.reciprocal),
        queries: judged.length,
        shuffledNdcg10: mean((one) => one.shuffled),
        ...taught.facts,
        seconds: (hooks.clock() - began) / 1000,
      },
      saved: {
        task: 'rank',
        encoder: taught.encoder,
        arrays: taught.parameters,
        facts: { loss, tuning: taught.model.tuning },
      },
    }
  })
}

const groupsOf = (rows: readonly Candidate[]): readonly (readonly Candidate[])[] => [
  ...Map.groupBy(rows, ({ query }) => query).values(),
]

const teaches = (group: readonly Candidate[]): boolean => new Set(group.map(({ relevance }) => relevance)).size > 1

/**
 * Groups that a batch has room for: where there are more candidates, the relevant ones are dealt out first, so that every part has
 * some. Parts that teach nothing are left out.
 */
export function parts(group: readonly Candidate[], room: number): readonly (readonly Candidate[])[] {
  const count = Math.ceil(group.length / room)
  const sorted = group.toSorted((a, b) => b.relevance - a.relevance)
  return Array.from({ length: count }, (_, part) => sorted.filter((_, i) => i % count === part)).filter(teaches)
}

function exampleOf(group: readonly Candidate[], { encode }: Pupil): Example<readonly number[]> {
  return {
    texts: group.map(({ query, text }) => encode(query, text)),
    label: group.map(({ relevance }) => relevance),
  }
}

/** NDCG@10 of an order that is drawn at random, on average. */
function expectedNdcg(relevances: readonly number[]): number {
  const gains = relevances.map((relevance) => 2 ** relevance - 1)
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length
  const discounts = gains.slice(0, 10).map((_, i) => 1 / Math.log2(i + 2))
  const most = gains
    .toSorted((a, b) => b - a)
    .slice(0, 10)
    .reduce((sum, gain, i) => sum + gain * (discounts[i] as number), 0)
  return (mean * discounts.reduce((sum, one) => sum + one, 0)) / most
}
