import { resolve } from 'node:path'
import {
  type ClassifierSettings,
  type LabelledText,
  trainClassifier,
} from '../packages/attune/src/finetune/train-classifier.ts'
import { clothing, onlineShopping, thucNews, tnewsFewShot, waimai } from './classify-data.ts'
import type { Bench, Figure } from './figure.ts'
import { banking77, chnSentiCorp, clinc150, phraseBankFolds, type TextSplit, type Texts } from './texts-data.ts'

/** Folders of pretrained encoders (`attune models pull`); without them encoders begin from nothing, and the rows say so. */
const encoders = {
  english: { name: 'MiniLM-L6', folder: process.env.ATTUNE_BENCH_ENGLISH },
  multilingual: { name: 'multilingual E5-small', folder: process.env.ATTUNE_BENCH_MULTILINGUAL },
} as const

type Settings = Pick<ClassifierSettings, 'epochs' | 'longest'> &
  Partial<Pick<ClassifierSettings, 'method' | 'rank' | 'learningRate' | 'scope' | 'words'>>

interface Tried {
  readonly accuracy: number
  readonly macroF1: number
  readonly outOfScopeAuc?: number
  readonly network?: Pick<Tried, 'accuracy' | 'macroF1'>
  readonly words?: Pick<Tried, 'accuracy' | 'macroF1'>
  readonly seconds: number
  readonly trainableParameters: number
  readonly how: string
}

async function tried(
  which: keyof typeof encoders,
  { train, test }: { readonly train: Texts; readonly test: Texts },
  { method = 'full', rank = 8, learningRate, scope = 'softmax', ...settings }: Settings,
): Promise<Tried> {
  const { name, folder } = encoders[which]
  const taught =
    folder === undefined ? 'from scratch' : `${name}, ${method === 'lora' ? `LoRA of rank ${rank}` : method}`
  const how = settings.words ? `${taught}, averaged with words` : taught
  const rowsOf = ({ texts, labels }: Texts): { rows: LabelledText[]; leftOut: [] } => ({
    rows: texts.map((text, i) => ({ text, label: labels[i] as string })),
    leftOut: [],
  })
  let told = 0
  const { report } = await trainClassifier(
    { train: rowsOf(train), test: rowsOf(test) },
    {
      ...settings,
      ...(folder === undefined
        ? { encoder: 'scratch', method: 'full', rank: 8 }
        : { encoder: resolve(folder), method, rank, ...(learningRate === undefined ? {} : { learningRate }) }),
      scope,
      batch: 32,
      seed: 1,
      threads: 2,
    },
    {
      clock: () => performance.now(),
      onProgress({ step, steps, loss, secondsLeft }) {
        const tenth = Math.floor((10 * step) / steps)
        if (tenth > told)
          console.error(`  step ${step} of ${steps}, loss ${loss.toFixed(3)}, ${Math.round(secondsLeft)} s left`)
        told = tenth
      },
    },
  )
  return { ...report, how }
}

/** Asked for of a pretrained encoder; one from scratch is told, not judged. */
const figure = (measure: string, value: number, { how }: Tried, least?: number): Figure => ({
  measure: `${measure}, ${how}`,
  value: Number(value.toFixed(4)),
  unit: '',
  ...(least === undefined || how.startsWith('from scratch') ? {} : { asked: `≥ ${least}`, met: value >= least }),
})
/** What network and words reach without each other. */
const alone = ({ network, words }: Tried): Figure[] =>
  Object.entries({ 'the network alone': network, 'words alone': words }).flatMap(([how, one]) =>
    one === undefined
      ? []
      : [
          { measure: `accuracy, ${how}`, value: Number(one.accuracy.toFixed(4)), unit: '' },
          { measure: `macro F1, ${how}`, value: Number(one.macroF1.toFixed(4)), unit: '' },
        ],
  )
const time = (measure: string, { seconds, trainableParameters, how }: Tried): Figure => ({
  measure: `${measure}: time, ${how}, ${trainableParameters.toLocaleString('en-US')} parameters`,
  value: Math.round(seconds),
  unit: 's',
})

const bankingBench: Bench = {
  name: 'banking77',
  title: 'BANKING77: intents of questions to a bank',
  data: ['banking77'],
  async run() {
    const split = banking77()
    const full = await tried('english', split, { epochs: 5, longest: 64 })
    const low = await tried('english', split, {
      epochs: 5,
      longest: 64,
      method: 'lora',
      rank: 16,
      learningRate: 2e-3,
    })
    return [full, low].flatMap((one) => [
      figure('accuracy', one.accuracy, one, 0.925),
      figure('macro F1', one.macroF1, one),
      time('all', one),
    ])
  },
}

const clincBench: Bench = {
  name: 'clinc150',
  title: 'CLINC150: intents, and queries that have none of them',
  data: ['clinc150'],
  async run() {
    const { train, test, outside } = clinc150()
    const all = {
      texts: [...test.texts, ...outside],
      labels: [...test.labels, ...outside.map(() => 'outside')],
    }
    const one = await tried('english', { train, test: all }, { epochs: 4, longest: 48, scope: 'distance' })
    return [
      figure('accuracy in scope', one.accuracy, one, 0.95),
      figure('out of scope, AUC by distance', one.outOfScopeAuc ?? Number.NaN, one, 0.96),
      time('all', one),
    ]
  },
}

const chnSentiCorpBench: Bench = {
  name: 'chnsenticorp',
  title: 'ChnSentiCorp without repeats: sentiment of Chinese reviews',
  data: ['chnsenticorp'],
  async run() {
    const one = await tried('multilingual', chnSentiCorp(), {
      epochs: 1,
      longest: 96,
      learningRate: 1e-4,
      words: true,
    })
    return [
      figure('accuracy', one.accuracy, one, 0.92),
      figure('macro F1', one.macroF1, one),
      ...alone(one),
      time('all', one),
    ]
  },
}

const phraseBankBench: Bench = {
  name: 'phrasebank',
  title: 'Financial PhraseBank, 50 % agreement: five folds',
  data: ['financial-phrasebank'],
  async run() {
    const folds: { readonly one: Tried; readonly texts: number }[] = []
    for (const split of phraseBankFolds())
      folds.push({
        one: await tried('english', split, { epochs: 3, longest: 64, learningRate: 2e-4 }),
        texts: split.test.texts.length,
      })
    const texts = folds.reduce((sum, fold) => sum + fold.texts, 0)
    const mean = (of: (one: Tried) => number): number =>
      folds.reduce((sum, fold) => sum + of(fold.one) * fold.texts, 0) / texts
    const last = folds.at(-1)?.one as Tried
    return [
      figure(
        'accuracy',
        mean(({ accuracy }) => accuracy),
        last,
        0.82,
      ),
      figure(
        'macro F1, mean of the folds',
        mean(({ macroF1 }) => macroF1),
        last,
      ),
      time('a fold', last),
    ]
  },
}

interface EncoderSet {
  readonly name: string
  readonly title: string
  readonly data: string
  readonly split: () => TextSplit
  readonly measure: 'accuracy' | 'macro F1'
  readonly asked: number
  /** Every so many rows one is learnt from. Default: all are. */
  readonly every?: number
  readonly settings: Settings
}

/** Sets that `classify` measures with words alone; here the whole of a pretrained encoder is taught, on one split each. */
const encoderSets: readonly EncoderSet[] = [
  {
    name: 'tnews-encoder',
    title: 'TNEWS few-shot, titles only',
    data: 'tnews',
    split: tnewsFewShot,
    measure: 'accuracy',
    asked: 0.48,
    settings: { epochs: 8, longest: 32, learningRate: 2e-4 },
  },
  {
    name: 'thucnews-encoder',
    title: 'THUCNews titles, dev to test',
    data: 'thucnews-titles',
    split: thucNews,
    measure: 'accuracy',
    asked: 0.9,
    settings: { epochs: 2, longest: 32, learningRate: 1e-4 },
  },
  {
    name: 'waimai-encoder',
    title: 'Takeaway reviews, 1 of 5 folds',
    data: 'chinese-reviews',
    split: () => waimai(1)[0] as TextSplit,
    measure: 'macro F1',
    asked: 0.9,
    settings: { epochs: 2, longest: 48, learningRate: 1e-4 },
  },
  {
    name: 'clothing-encoder',
    title: 'Women’s clothing by rating, 1 of 5 folds, every second training row',
    every: 2,
    data: 'womens-clothing-reviews',
    split: () => clothing(1)[0] as TextSplit,
    measure: 'macro F1',
    asked: 0.915,
    settings: { epochs: 1, longest: 96, learningRate: 1e-4 },
  },
  {
    name: 'shopping-encoder',
    title: 'Online shopping, 1 of 5 folds, every third training row',
    every: 3,
    data: 'chinese-reviews',
    split: () => onlineShopping(1)[0] as TextSplit,
    measure: 'macro F1',
    asked: 0.95,
    settings: { epochs: 1, longest: 48, learningRate: 1e-4 },
  },
]

export const encoderBenches: readonly Bench[] = encoderSets.map(
  ({ name, title, data, split, measure, asked, every = 1, settings }) => ({
    name,
    title: `Language, with a pretrained encoder: ${title}`,
    data: [data],
    async run() {
      const { train, test } = split()
      const rows = {
        texts: train.texts.filter((_, i) => i % every === 0),
        labels: train.labels.filter((_, i) => i % every === 0),
      }
      const one = await tried('multilingual', { train: rows, test }, { ...settings, words: true })
      return [
        figure('accuracy', one.accuracy, one, measure === 'accuracy' ? asked : undefined),
        figure('macro F1', one.macroF1, one, measure === 'macro F1' ? asked : undefined),
        ...alone(one),
        time('all', one),
      ]
    },
  }),
)

export const textBenches: readonly Bench[] = [
  bankingBench,
  clincBench,
  chnSentiCorpBench,
  phraseBankBench,
  ...encoderBenches,
]
