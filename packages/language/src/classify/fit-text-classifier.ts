import { createRandom } from '@attune/learn'
import { LanguageError } from '../errors.ts'
import { checkExamples } from './check-examples.ts'
import { defaultMembers } from './default-members.ts'
import { type FittedMember, fitMember, type Member, memberScores } from './member.ts'
import { fitScorePool, type ScorePool } from './pool-scores.ts'
import { keepColumnsOf, type SparseRows, selectRows } from './sparse-rows.ts'
import { stratifiedFolds } from './stratified-folds.ts'
import { type TextClassifier, textClassifierOf } from './text-classifier.ts'
import { blockOffsets, blocksOf, featureBlocks, type TextFeatures } from './text-features.ts'
import { plainText, type TextView, viewsFor } from './text-view.ts'
import { fitTfIdf } from './tf-idf.ts'

export interface TextClassifierOptions {
  /** How texts are taken apart; by their script unless given. */
  readonly views?: readonly TextView[]
  /** A vector for each text, seen beside its terms; then `predict` needs them too. */
  readonly vectors?: readonly ArrayLike<number>[]
  readonly members?: readonly Member[]
  /**
   * `balanced` counts rows of rare labels more: n / (labels · nₖ) times. `damped`, the default, its square root. `none`: all alike.
   */
  readonly classWeight?: 'balanced' | 'damped' | 'none'
  /** Terms in fewer texts are left out. Default 1 up to 3,000 texts, 2 above. */
  readonly minTexts?: number
  /** Parts of the examples by which members are weighed and probabilities calibrated. Default 3, or 2 above twenty labels. */
  readonly folds?: number
  readonly seed?: number
}

/**
 * Trains a classifier on words: several linear models on TF-IDF terms, weighed and calibrated on parts of the examples that they
 * have not learnt from, and merged into one linear model, which is what predicts, explains itself and is saved. Equal texts stay
 * in one part, so that repeats promise nothing that new texts do not keep.
 *
 * @throws LanguageError `too-few-examples`, `bad-text`, `bad-vectors`, `bad-option`
 * @example
 * const model = fitTextClassifier(['物流很快', 'arrived late'], ['good', 'bad'])
 * model.predict(['很快就到了']) // → [{ label: 'good', probability: .6, probabilities: [.4, .6] }]
 */
export function fitTextClassifier(
  texts: readonly string[],
  labels: readonly string[],
  options: TextClassifierOptions = {},
): TextClassifier {
  const { names, numbers } = checkExamples(texts, labels)
  const classes = names.length
  const { vectors = [], seed = 1, classWeight = 'damped', folds = classes > 20 ? 2 : 3 } = options
  const minTexts = options.minTexts ?? (texts.length > 3000 ? 2 : 1)
  if (!Number.isInteger(folds) || folds < 2 || folds > 20)
    throw new LanguageError('bad-option', 'folds must be a whole number from 2 to 20.', { folds })
  if (!Number.isInteger(minTexts) || minTexts < 1)
    throw new LanguageError('bad-option', 'minTexts must be a whole number from 1.', { minTexts })
  const features: TextFeatures = {
    views: (options.views ?? viewsFor(texts)).map((view) => fitTfIdf(texts, view, minTexts)),
    dimensions: vectors[0]?.length ?? 0,
  }
  const blocks = featureBlocks(features, texts, vectors)
  const members = options.members ?? defaultMembers(classes, features.views.length, features.dimensions > 0)
  checkMembers(members, features.views.length, blocks.length)
  const weights = classWeights(numbers, classes, classWeight)
  const fitOn = (member: Member, rows: SparseRows, own: Int32Array, part: number): FittedMember =>
    fitMember(member, rows, own, { classes, weights, random: createRandom(seed, `${member.kind} ${part}`) })

  const parts = foldsOf(texts, numbers, folds, seed)
  const heldOut = members.map(() => new Float64Array(parts ? texts.length * classes : 0))
  for (let part = 0; parts && part < folds; part++) {
    const [own, others] = split(parts, part)
    const there = Int32Array.from(others, (i) => numbers[i] as number)
    const learnt = blocks.map((block) => selectRows(block, others))
    // Terms that stand in the held-out texts alone would not be known: they are left out as those of new texts are.
    const asked = blocks.map((block, at) => keepColumnsOf(selectRows(block, own), learnt[at] as SparseRows))
    for (const [m, member] of members.entries()) {
      const fitted = fitOn(member, blocksOf(learnt, member.views), there, part)
      const found = memberScores(fitted, blocksOf(asked, member.views), classes)
      for (const [at, i] of own.entries())
        heldOut[m]?.set(found.subarray(at * classes, (at + 1) * classes), i * classes)
    }
  }
  const fitted = members.map((member) => fitOn(member, blocksOf(blocks, member.views), numbers, folds))
  // With an example or two of a label nothing can be held out: all members count alike and probabilities are cautious.
  const pool = parts ? fitScorePool(heldOut, numbers, classes) : { scales: members.map(() => 1), offset: 0 }
  const merged = mergeMembers(members, fitted, pool, blocks, classes)
  return textClassifierOf({
    labels: names,
    views: features.views.map(({ view, hashes, idf }) => ({ view, hashes, idf })),
    dimensions: features.dimensions,
    calibrated: parts !== undefined,
    ...merged,
  })
}

function checkMembers(members: readonly Member[], views: number, blocks: number): void {
  if (members.length === 0 || members.some((member) => member.views.some((view) => !(view >= 0 && view < blocks))))
    throw new LanguageError('bad-option', `There must be members, and they see views from 0 to ${blocks - 1}.`)
  const counting = members.find(({ kind }) => kind === 'naive-bayes' || kind === 'nb-svm')
  if (counting?.views.some((view) => view >= views))
    throw new LanguageError('bad-option', `${counting.kind} counts terms: it cannot see vectors.`, { views })
}

function split(parts: Uint8Array, part: number): readonly [own: number[], others: number[]] {
  const both: readonly [number[], number[]] = [[], []]
  for (const [i, own] of parts.entries()) both[own === part ? 0 : 1].push(i)
  return both
}

function classWeights(numbers: Int32Array, classes: number, kind: 'balanced' | 'damped' | 'none'): number[] {
  const counts = new Float64Array(classes)
  for (const number of numbers) (counts[number] as number)++
  const power = kind === 'balanced' ? 1 : kind === 'damped' ? 0.5 : 0
  return Array.from(counts, (count) => (numbers.length / (classes * count)) ** power)
}

/** Parts with every label in at least two of them; undefined where a label has too few different texts. */
function foldsOf(texts: readonly string[], numbers: Int32Array, folds: number, seed: number): Uint8Array | undefined {
  const first = new Map<string, number>()
  const firsts = texts.map((text, i) => {
    const plain = plainText(text)
    if (!first.has(plain)) first.set(plain, i)
    return first.get(plain) as number
  })
  const dealt = stratifiedFolds(numbers, folds, createRandom(seed, 'folds'))
  const parts = dealt.map((_, i) => dealt[firsts[i] as number] as number)
  const seen = new Map<number, Set<number>>()
  for (const [i, number] of numbers.entries()) seen.set(number, (seen.get(number) ?? new Set()).add(parts[i] as number))
  return [...seen.values()].every((own) => own.size >= 2) ? parts : undefined
}

/** All members as one line a class over all blocks (for two classes, one line); column-major. */
function mergeMembers(
  members: readonly Member[],
  fitted: readonly FittedMember[],
  { scales, offset }: ScorePool,
  blocks: readonly SparseRows[],
  classes: number,
): { readonly weights: Float32Array; readonly biases: Float32Array } {
  const heads = classes === 2 ? 1 : classes
  const offsets = blockOffsets(blocks)
  const weights = new Float32Array((offsets.at(-1) as number) * heads)
  const biases = new Float32Array(heads).fill(offset)
  for (const [m, { lines }] of fitted.entries()) {
    const scale = scales[m] as number
    if (scale === 0) continue
    for (const [head, line] of lines.entries()) {
      ;(biases[head] as number) += scale * line.bias
      let from = 0
      for (const block of (members[m] as Member).views) {
        const columns = (blocks[block] as SparseRows).columns
        for (let column = 0; column < columns; column++)
          (weights[((offsets[block] as number) + column) * heads + head] as number) +=
            scale * (line.weights[from + column] as number)
        from += columns
      }
    }
  }
  return { weights, biases }
}
