import { LearnError } from '../../learn-error.ts'
import { microF1 } from '../../measures/f1.ts'
import { crossEntropy } from '../../ops/losses.ts'
import { reshape, transpose } from '../../ops/shapes.ts'
import { tokensOf } from '../encoded-text.ts'
import type { Head } from '../head.ts'
import { tokenVectors } from '../text-vectors.ts'
import { linearHead } from './outputs.ts'

/** What the tag of a token says: 0 belongs to nothing, 1 + 2 t begins an entity of type t, 2 + 2 t goes on with it (BIO). */
export const outside = 0
export const beginOf = (type: number): number => 1 + 2 * type
export const insideOf = (type: number): number => 2 + 2 * type
/** The tag of a token that is not looked at, such as those that begin and end a text. */
export const unlabelled = -1

/** An entity: tokens from `from` up to but not including `to`. */
export interface TokenSpan {
  readonly type: number
  readonly from: number
  readonly to: number
}

/**
 * A tag for each token of a text, so that entities are found; every sub-token has one and counts in the loss. An example's label
 * has a tag for each token, `unlabelled` where none is learnt. Judged by F1 over whole entities.
 */
export function tokenLabels({ types }: { readonly types: number }): Head<readonly number[], readonly number[]> {
  const tags = 1 + 2 * types
  return {
    texts: 1,
    weights: 'weights',
    write(graph, on) {
      const { batch, length } = on
      const logits = linearHead(graph, tokenVectors(graph, on.shape, { ...on, ...on.tuning }), tags, on)
      const loss = crossEntropy(logits, graph.input('labels', 'int64', [length * batch]), {
        weights: graph.input('weights', 'float32', [length * batch]),
      })
      return { loss, answers: { logits: transpose(reshape(logits, [length, batch, tags]), [1, 0, 2]) } }
    },
    check({ texts: [text = []], label }, at) {
      if (
        label.length !== tokensOf(text).length ||
        label.some((tag) => !(Number.isInteger(tag) && tag >= unlabelled && tag < tags))
      )
        throw new LearnError('bad-value', `Example ${at} has not one tag of ${tags} for each token.`, { at })
    },
    inputs(examples, { examples: places, length }) {
      const labels = new BigInt64Array(length * places)
      const weights = new Float32Array(length * places)
      for (const [b, { label }] of examples.entries())
        for (const [s, tag] of label.entries()) {
          if (tag === unlabelled) continue
          labels[s * places + b] = BigInt(tag)
          weights[s * places + b] = 1
        }
      return { labels, weights }
    },
    read({ logits = new Float32Array(0) }, text) {
      return Array.from(tokensOf(text), (_, s) => {
        const own = logits.subarray(s * tags, (s + 1) * tags)
        return own.indexOf(Math.max(...own))
      })
    },
    judgement: {
      better: 'higher',
      of: (answers, examples) =>
        microF1(
          answers.map(([found = []], i) => keys(hidden(found, examples[i]?.label ?? []))),
          examples.map(({ label }) => keys(label)),
        ),
    },
  }
}

/** Tags of the tokens of a text, and the probability of each in [0, 1]. */
export interface ScoredTags {
  readonly tags: readonly number[]
  readonly probabilities: readonly number[]
}

/** As `tokenLabels`, with how sure each tag is. */
export function scoredTokenLabels(options: { readonly types: number }): Head<readonly number[], ScoredTags> {
  const head = tokenLabels(options)
  const size = 1 + 2 * options.types
  return {
    ...head,
    read(row, text) {
      const { logits = new Float32Array(0) } = row
      const tags = head.read(row, text)
      return { tags, probabilities: tags.map((tag, s) => softmaxAt(logits.subarray(s * size, (s + 1) * size), tag)) }
    },
    judgement: {
      ...head.judgement,
      of: (answers, examples) =>
        head.judgement.of(
          answers.map((texts) => texts.map(({ tags }) => tags)),
          examples,
        ),
    },
  }
}

function softmaxAt(logits: Float32Array, at: number): number {
  const own = logits[at] as number
  return 1 / logits.reduce((sum, logit) => sum + Math.exp(logit - own), 0)
}

/** What is not looked at in the truth is not looked at in an answer either. */
const hidden = (found: readonly number[], truth: readonly number[]): number[] =>
  found.map((tag, i) => (truth[i] === unlabelled ? unlabelled : tag))

const keys = (tags: readonly number[]): string[] => spansOf(tags).map(({ type, from, to }) => `${type} ${from} ${to}`)

/** The entities that tags speak of. One that goes on with nothing of its type begins an entity, as conlleval counts. */
export function spansOf(tags: readonly number[]): TokenSpan[] {
  const spans: TokenSpan[] = []
  let open: { readonly type: number; readonly from: number } | undefined
  for (const [at, tag] of [...tags, outside].entries()) {
    const type = tag <= outside ? undefined : Math.floor((tag - 1) / 2)
    const goesOn = open !== undefined && type === open.type && tag === insideOf(open.type)
    if (open && !goesOn) {
      spans.push({ ...open, to: at })
      open = undefined
    }
    if (type !== undefined && !goesOn) open = { type, from: at }
  }
  return spans
}

/** The tags of tokens whose entities are known. Later spans give way to earlier ones that they meet. */
export function tagsOf(spans: readonly TokenSpan[], tokens: number): number[] {
  const tags = new Array<number>(tokens).fill(outside)
  for (const { type, from, to } of spans) {
    if (tags.slice(from, to).some((tag) => tag !== outside)) continue
    for (let at = from; at < to; at++) tags[at] = at === from ? beginOf(type) : insideOf(type)
  }
  return tags
}
