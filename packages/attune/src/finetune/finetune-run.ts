import { basename, join } from 'node:path'
import { type ZodType, z } from 'zod'
import { encoderFiles } from '../encoders/encoder-files.ts'
import { networkFacts } from '../encoders/network-facts.ts'
import { leftOut } from '../import/telling-refused.ts'
import { defineRun, deviceSetting, optional, type RunKind } from '../runs/run-kind.ts'
import type { Baseline, Card, RunRecord, RunSettings } from '../runs/run-record.ts'
import { runTexts } from '../runs/run-texts.ts'
import type { FinetuneFacts, FinetuneHooks, FinetuneSettings } from './finetune-settings.ts'
import { holdOutRows } from './hold-out-rows.ts'
import type { RowFile } from './read-rows.ts'
import { type FinetuneTask, saveModel, type Trained } from './save-model.ts'
import { refuseFolderThatExists } from './write-folder.ts'

/** Settings that every fine-tuning has; its columns and the like come with each task. */
export const finetuneSettings = {
  train: z.string(),
  /** Null: a fifth of the rows is set aside. */
  test: optional(z.string()),
  /** A folder, or `scratch`. */
  encoder: z.string(),
  method: z.enum(['full', 'lora', 'adalora', 'adapter', 'frozen']),
  epochs: z.int().min(1).max(1000),
  batch: z.int().min(1).max(1024),
  /** Null: by method. */
  learningRate: optional(z.number().positive().max(10)),
  longest: z.int().min(4).max(512),
  rank: z.int().min(1).max(256),
  seed: z.int().min(0),
  threads: z.int().min(1).max(64),
  device: deviceSetting,
  /** Null: nothing is hidden. */
  privacyNoise: optional(z.number().positive()),
  privacyClip: optional(z.number().positive()),
  /** A folder; null: that of the run. */
  out: optional(z.string()),
}
const common = z.strictObject(finetuneSettings)
type CommonSettings = z.infer<typeof common>

/** What is different from one fine-tuning to the next. */
export interface FinetuneWork<Settings extends CommonSettings & RunSettings, Row, Report extends object> {
  readonly task: FinetuneTask
  /** `finetuneSettings` and its own. */
  readonly settings: ZodType<Settings>
  readonly read: (path: string, settings: Settings, purpose: 'train' | 'test') => Promise<RowFile<Row>>
  /** Rows with equal keys are on one side where some are set aside. */
  readonly keyOf: (row: Row) => string
  readonly counts: (train: readonly Row[], test: readonly Row[]) => Readonly<Record<string, number>>
  readonly train: (
    files: { readonly train: RowFile<Row>; readonly test: RowFile<Row> },
    how: FinetuneSettings,
    hooks: FinetuneHooks,
    settings: Settings,
  ) => Promise<Trained<Report>>
  /** Names of the figures that are scores, the one that runs are compared by first. */
  readonly scores: readonly (keyof Report & string)[]
  readonly baseline?: (report: Report) => Baseline | undefined
  readonly card: (report: Report) => Pick<Card, 'intended' | 'limits'>
}

/** A fine-tuning as a kind of run: reads, sets aside, teaches, tries and keeps. */
export function finetuneRun<Settings extends CommonSettings & RunSettings, Row, Report extends object>(
  work: FinetuneWork<Settings, Row, Report>,
): RunKind {
  return defineRun({
    settings: work.settings,
    files: ({ train, test, encoder }) => [
      train,
      ...(test === null ? [] : [test]),
      ...(encoder === 'scratch' ? [] : encoderFiles.map((file) => join(encoder, file))),
    ],
    // What is spent of privacy is reckoned from one noise and one chance of being drawn, for all steps.
    fixed: ({ privacyNoise }) => ['privacyNoise', ...(privacyNoise === null ? [] : ['privacyClip', 'batch'])],
    async work(settings, context) {
      const folder = settings.out ?? context.folder
      refuseFolderThatExists(folder)
      const all = await work.read(settings.train, settings, 'train')
      const { train, test } =
        settings.test === null
          ? holdOutRows(all, { share: 0.2, seed: settings.seed, keyOf: work.keyOf })
          : { train: all, test: await work.read(settings.test, settings, 'test') }
      context.describe({
        counts: work.counts(train.rows, test.rows),
        leftOut: [...train.leftOut, ...test.leftOut].map(leftOut),
        samplesPerStep: settings.batch,
      })
      const trained = await work.train({ train, test }, howOf(settings), context, settings)
      const { report, saved } = trained
      const { seconds: _, trainableParameters, perClass, ...figures } = report as FinetuneFacts & Partial<PerClass>
      const baseline = work.baseline?.(report)
      return {
        scores: scoresIn(report, work.scores),
        figures,
        ...(baseline ? { baseline } : {}),
        ...(perClass ? { perClass: { ...perClass } } : {}),
        trainableParameters,
        card: {
          task: runTexts.kinds[work.task],
          facts: [...networkFacts('encoder', settings.encoder, saved.encoder.shape), ...privacyFacts(report)],
          ...work.card(report),
        },
        model: folder,
        save(card) {
          // A model goes to others, who need not know where it was made.
          const { train: _, test: __, out: ___, ...kept } = settings
          saveModel(folder, trained, { ...kept, encoder: basename(settings.encoder) }, card)
        },
      }
    },
  })
}

interface PerClass {
  readonly perClass: NonNullable<RunRecord['perClass']>
}

function howOf({ learningRate, privacyNoise, privacyClip, ...settings }: CommonSettings): FinetuneSettings {
  const { encoder, method, epochs, batch, longest, rank, seed, threads, device } = settings
  return {
    ...{ encoder, method, epochs, batch, longest, rank, seed, threads, device },
    ...(learningRate === null ? {} : { learningRate }),
    ...(privacyNoise === null ? {} : { privacy: { noise: privacyNoise, clip: privacyClip ?? 1 } }),
  }
}

/** The figures with these names that there are. */
export const scoresIn = (report: object, names: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    names.flatMap((name): [string, number][] => {
      const value: unknown = Object.entries(report).find(([key]) => key === name)?.[1]
      return typeof value === 'number' ? [[name, value]] : []
    }),
  )

function privacyFacts({ privacy }: FinetuneFacts): Card['facts'] {
  if (!privacy) return []
  const { clip, noise, samplingRate, steps } = privacy
  const [chance, count] = [samplingRate.toPrecision(3), steps.toLocaleString('en-US')]
  return [
    {
      name: { en: 'privacy', zh: '隐私保护' },
      value: {
        en: `each example’s gradient at most ${clip} long, noise of ${noise} × that; ${count} steps, each example with a chance of ${chance}; names of classes and the range of numbers are not hidden`,
        zh: `每个样本的梯度长度不超过 ${clip}，噪声为其 ${noise} 倍；共 ${count} 步，每步每个样本被抽中的概率为 ${chance}；类别名称和数值范围不受保护`,
      },
    },
  ]
}

/** What models that read texts are meant for and not, around what is special of a task. */
export const textCard = (use: { readonly en: string; readonly zh: string }): Pick<Card, 'intended' | 'limits'> => ({
  intended: {
    en: `texts like those it was trained on, in the same language, ${use.en}.`,
    zh: `与训练文本同语言、同类型的文本，${use.zh}。`,
  },
  limits: {
    en: `texts unlike those it was trained on. Nor for ${persons.en}`,
    zh: `与训练文本差异较大的文本。${persons.zh}`,
  },
})

export const persons = {
  en: 'decisions about persons without somebody who looks at them.',
  zh: '未经人工复核，不得据此对个人作出决定。',
} as const
