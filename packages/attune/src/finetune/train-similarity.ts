import {
  alignment,
  contrastive,
  dot,
  type EncodedText,
  openTextEncoder,
  rankCorrelation,
  recallAt,
  uniformity,
} from '@attune/learn'
import { attuneError } from '../errors.ts'
import { asTrainingFailed } from './as-training-failed.ts'
import type { FinetuneHooks, FinetuneSettings } from './finetune-settings.ts'
import type { RowFile } from './read-rows.ts'
import type { Trained } from './save-model.ts'
import { openPupil, type Pupil, teachEncoder } from './teach-encoder.ts'

export interface TextPairRow {
  readonly first: string
  /** What means the same; none: the text itself is its pair. */
  readonly second?: string
  /** What is like the first and means something else. */
  readonly negative?: string
  /** How alike the two are, where that is known. */
  readonly likeness?: number
}

export interface SimilaritySettings extends FinetuneSettings {
  /** What a cosine is multiplied with before the softmax. */
  readonly scale: number
}

export interface SimilarityFigures {
  /** Share of first texts whose second is among the nearest of all second texts; where texts have pairs. */
  readonly recallAt1?: number
  readonly recallAt5?: number
  readonly recallAt10?: number
  /** Between cosine and likeness, where that is known. */
  readonly spearman?: number
  /** Mean squared distance of a pair. */
  readonly alignment?: number
  /** The lower, the more evenly texts lie on the sphere. */
  readonly uniformity: number
}

export interface SimilarityReport extends SimilarityFigures {
  readonly pairs: number
  /** The same of the encoder that was begun with; none for one from nothing. */
  readonly before?: SimilarityFigures
}

/** Texts that uniformity is measured on, at most: it looks at all pairs of them. */
const mostCompared = 2000

/**
 * Teaches an encoder that texts which mean the same have vectors that lie together, and tries it.
 *
 * @throws AttuneError `bad-encoder`, `unknown-encoder`, `no-texts`, `training-failed`
 */
export async function trainSimilarity(
  { train, test }: { readonly train: RowFile<TextPairRow>; readonly test: RowFile<TextPairRow> },
  settings: SimilaritySettings,
  hooks: FinetuneHooks,
): Promise<Trained<SimilarityReport>> {
  const began = hooks.clock()
  const withNegatives = train.rows.filter(({ negative }) => negative !== undefined)
  // Every example has as many texts: where some have a negative, those without are learnt from too few to be worth a second network.
  const learnt = withNegatives.length > 0 ? withNegatives : train.rows
  if (learnt.length < 2) throw attuneError('no-texts', 'Two pairs at least are needed, for one is told from the other.')
  const pupil = openPupil(
    settings,
    train.rows.flatMap(({ first, second, negative }) => [first, second ?? '', negative ?? '']),
  )
  const head = contrastive({ scale: settings.scale, hardNegatives: withNegatives.length > 0 })
  // Pairs with the same second text mean the same: they are no opposites of each other.
  const groups = new Map<string, number>()
  const examples = learnt.map(({ first, second = first, negative }) => {
    if (!groups.has(second)) groups.set(second, groups.size)
    return {
      texts: [first, second, ...(negative === undefined ? [] : [negative])].map((text) => pupil.encode(text)),
      label: groups.get(second) as number,
    }
  })
  const { encoder, padding } = pupil
  const before = encoder.weights && {
    shape: encoder.shape,
    padding,
    parameters: new Map([...encoder.weights].map(([name, data]) => [`encoder.${name}`, data])),
    threads: settings.threads,
    device: settings.device ?? 'cpu',
  }
  const taught = await teachEncoder(pupil, head, examples, settings, hooks)
  return asTrainingFailed(async () => {
    await using after = openTextEncoder(taught.model)
    await using start = before && openTextEncoder(before)
    const figures = await figuresOf(test.rows, pupil, after.ask)
    return {
      report: {
        ...figures,
        pairs: test.rows.length,
        ...(start ? { before: await figuresOf(test.rows, pupil, start.ask) } : {}),
        ...taught.facts,
        seconds: (hooks.clock() - began) / 1000,
      },
      saved: {
        task: 'similar',
        encoder: taught.encoder,
        arrays: taught.parameters,
        facts: { pooling: 'mean', normalised: true, tuning: taught.model.tuning },
      },
    }
  })
}

async function figuresOf(
  rows: readonly TextPairRow[],
  { encode }: Pupil,
  ask: (texts: readonly EncodedText[]) => Promise<readonly Float32Array[]>,
): Promise<SimilarityFigures> {
  const first = await ask(rows.map((row) => encode(row.first)))
  const even = { uniformity: uniformity(first.slice(0, mostCompared)) }
  const paired = rows.filter((row): row is TextPairRow & { second: string } => row.second !== undefined)
  if (paired.length < rows.length) return even
  const texts = [...new Set(paired.map((row) => row.second))]
  const distinct = await ask(texts.map((text) => encode(text)))
  const place = new Map(texts.map((text, i) => [text, i]))
  const second = paired.map((row) => distinct[place.get(row.second) as number] as Float32Array)
  const known = rows.flatMap(({ likeness }, i) => (likeness === undefined ? [] : [{ likeness, i }]))
  const spearman =
    known.length < 2
      ? {}
      : {
          spearman: rankCorrelation(
            known.map(({ likeness }) => likeness),
            known.map(({ i }) => dot(first[i] as Float32Array, second[i] as Float32Array)),
          ),
        }
  // Pairs of which some are only a little alike are no questions with an answer.
  if (known.length > 0) return { ...spearman, ...even }
  const owns = paired.map((row) => place.get(row.second) as number)
  const groups = { first: owns, second: [...texts.keys()] }
  const at = (k: number): number => recallAt(first, distinct, k, groups)
  return { recallAt1: at(1), recallAt5: at(5), recallAt10: at(10), alignment: alignment(first, second), ...even }
}
