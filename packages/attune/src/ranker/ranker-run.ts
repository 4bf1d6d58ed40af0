import { type RankerKind, rankerKinds } from '@attune/learn'
import { z } from 'zod'
import { attuneError } from '../errors.ts'
import { persons, scoresIn } from '../finetune/finetune-run.ts'
import { refuseFolderThatExists } from '../finetune/write-folder.ts'
import { leftOut } from '../import/telling-refused.ts'
import { defineRun, optional } from '../runs/run-kind.ts'
import type { Card } from '../runs/run-record.ts'
import { holdOutRows } from './hold-out-rows.ts'
import { type ColumnWishes, inferColumns } from './infer-columns.ts'
import { type LabelledRowFile, readLabelledRows } from './read-labelled-rows.ts'
import { saveRanker } from './save-ranker.ts'
import { type RankerSettings, type TrainedRanker, trainRanker } from './train-ranker.ts'

/** Of the rows for training, those that judge between epochs; of a file without a test file, those that it is tried on. */
const validationShare = 0.1
const testShare = 0.2

const columnList = optional(z.array(z.string()))
const settingsSchema = z.strictObject({
  train: z.string(),
  /** Null: a fifth of the rows is set aside. */
  test: optional(z.string()),
  label: z.string(),
  model: z.enum(rankerKinds as readonly [RankerKind, ...RankerKind[]]),
  /** Null: all columns, by what stands in them. */
  features: columnList,
  ids: columnList,
  numbers: columnList,
  lists: columnList,
  vectors: columnList,
  /** `list=column`: a list of ids of another column. */
  history: optional(z.array(z.string().regex(/^[^=]+=[^=]+$/))),
  header: z.boolean(),
  calibrate: optional(z.enum(['platt', 'isotonic'])),
  width: z.int().min(1).max(512),
  hidden: optional(z.array(z.int().min(1).max(8192))),
  dropout: optional(z.number().min(0).lt(1)),
  epochs: z.int().min(1).max(1000),
  patience: z.int().min(1).max(100),
  /** Null: by how many rows there are. */
  batch: optional(z.int().min(1).max(65_536)),
  learningRate: z.number().positive().max(10),
  rare: z.int().min(1).max(1000),
  seed: z.int().min(0),
  threads: z.int().min(1).max(64),
  /** A folder; null: that of the run. */
  out: optional(z.string()),
})
type Settings = z.infer<typeof settingsSchema>

/** `attune train ranker` */
export const rankerRun = defineRun({
  settings: settingsSchema,
  files: ({ train, test }) => [train, ...(test === null ? [] : [test])],
  async work(settings, context) {
    const folder = settings.out ?? context.folder
    refuseFolderThatExists(folder)
    const { label, seed } = settings
    const how = { label, header: settings.header ? undefined : false }
    const all = await readLabelledRows(settings.train, how)
    const given = settings.test === null ? undefined : await readLabelledRows(settings.test, how)
    const { columns, leftOut: unused } = inferColumns(all.columns, all.rows, wishesOf(settings, all.ids))
    if (given) refuseOtherColumns(given, Object.keys(columns))
    const { train, aside } = given ? { train: all, aside: given } : holdOutRows(all, { share: testShare, seed })
    const batch = settings.batch ?? usualBatch(train.rows.length)
    context.describe({
      counts: {
        trainRows: train.rows.length,
        testRows: aside.rows.length,
        features: Object.keys(columns).length,
      },
      leftOut: [
        ...[...all.leftOut, ...(given?.leftOut ?? [])].map(leftOut),
        ...unused.map(({ column, why }) => `Column ${column} is left out: ${why}.`),
      ],
      judgedBy: 'auc',
      samplesPerStep: batch,
    })
    const own: RankerSettings = { ...ownOf(settings), columns, batch }
    const trained = await trainRanker({ train, test: aside }, own, context)
    const { scores, uncalibrated, trainableParameters } = trained
    const { auc, logloss, ece } = scores
    return {
      scores: { ...scores },
      ...(uncalibrated
        ? { baseline: { of: 'uncalibrated', scores: { ...scoresIn(uncalibrated, Object.keys(scores)) } } }
        : {}),
      figures: { auc, logloss, ece, parameters: trainableParameters },
      trainableParameters,
      card: cardOf(trained, label),
      model: folder,
      save: (card) => saveRanker(folder, trained, own, { label, card }),
    }
  },
})

function wishesOf(settings: Settings, known: readonly string[]): ColumnWishes {
  const { features, ids, numbers, lists, vectors, history } = settings
  const wishes = { features, ids: [...known, ...(ids ?? [])], numbers, lists, vectors }
  const given = Object.entries(wishes).filter(([, columns]) => columns !== null)
  const histories = history?.map((pair) => pair.split('=') as [list: string, column: string])
  return { ...Object.fromEntries(given), ...(histories ? { histories: Object.fromEntries(histories) } : {}) }
}

function ownOf({ model: kind, width, hidden, dropout, calibrate, ...settings }: Settings) {
  const { epochs, patience, learningRate, rare, seed, threads } = settings
  return {
    model: { kind, width, ...(hidden ? { hidden } : {}), ...(dropout === null ? {} : { dropout }) },
    calibrate: calibrate ?? undefined,
    validationShare,
    ...{ epochs, patience, learningRate, rare, seed, threads },
  }
}

/** Some hundred steps an epoch: with fewer, a model of few rows would hardly move before its patience is over. */
const usualBatch = (rows: number): number => Math.min(4096, Math.max(64, 2 ** Math.round(Math.log2(rows / 100))))

/** @throws AttuneError `missing-column` naming what the test file lacks */
function refuseOtherColumns({ name, columns }: LabelledRowFile, wanted: readonly string[]): void {
  const missing = wanted.filter((column) => !columns.includes(column))
  if (missing.length === 0) return
  throw attuneError(
    'missing-column',
    `${name} has no column ${missing.map((column) => `“${column}”`).join(', ')}, which the training file has. It has ${columns.join(', ')}.`,
    { details: { column: missing[0] ?? '', columns: columns.slice(0, 50) } },
  )
}

function cardOf({ definition, epochs }: TrainedRanker, label: string): Card {
  const sizes = definition.features.map((feature) => ({ name: feature.name, ...sizeOf(feature) }))
  return {
    task: { en: `Ranker of ${label}`, zh: `${label} 的排序模型` },
    facts: [
      { name: { en: 'epochs made', zh: '实际训练轮数' }, value: { en: String(epochs), zh: String(epochs) } },
      {
        name: { en: 'learnt from', zh: '特征' },
        value: {
          en: sizes.map(({ name, en }) => `${name} (${en})`).join(', '),
          zh: sizes.map(({ name, zh }) => `${name}（${zh}）`).join('、'),
        },
      },
    ],
    examples: [],
    intended: {
      en: 'putting in order and pricing candidates like those it was trained on. Probabilities hold for the share of label 1 in its training rows; after sampling, or when behaviour changes, calibrate anew.',
      zh: '对与训练数据同类的候选进行排序和定价。概率以训练数据中标签 1 的占比为准；经过采样，或用户行为发生变化后，需重新校准。',
    },
    limits: {
      en: `candidates unlike those it was trained on. Nor for ${persons.en}`,
      zh: `与训练数据差异较大的候选。${persons.zh}`,
    },
  }
}

function sizeOf(feature: TrainedRanker['definition']['features'][number]): Card['task'] {
  const count = (value: number): string => value.toLocaleString('en-US')
  switch (feature.kind) {
    case 'ids':
      return { en: `${count(feature.vocabulary.length)} ids`, zh: `${count(feature.vocabulary.length)} 个 ID` }
    case 'hash':
      return { en: `${count(feature.buckets)} buckets`, zh: `${count(feature.buckets)} 个哈希桶` }
    case 'number':
      return feature.scale === 'log' ? { en: 'logarithm of a number', zh: '数值取对数' } : { en: 'number', zh: '数值' }
    case 'list':
      return feature.of === undefined
        ? { en: 'list', zh: '列表' }
        : { en: `list of ${feature.of}`, zh: `${feature.of} 列表` }
    case 'vector':
      return { en: `vector of ${count(feature.length)}`, zh: `${count(feature.length)} 维向量` }
  }
}
