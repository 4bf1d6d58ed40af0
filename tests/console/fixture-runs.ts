import type { Run, RunProgress, RunSummary } from 'attune/api-types'
import type { Answer } from './fixtures.ts'

const minute = 60_000
const versions = { attune: '0.1.0', node: 'v24.21.0', onnxRuntime: '1.30.0' }
const device = { kind: 'cpu', name: 'AMD EPYC 9654 96-Core Processor', system: 'Linux' }
const card: NonNullable<Run['card']> = {
  task: { en: 'Text classifier', zh: '文本分类模型' },
  facts: [
    {
      name: { en: 'encoder', zh: '编码器' },
      value: { en: '12 layers, width 384, 250,037 tokens', zh: '12 层，宽度 384，词表 250,037' },
    },
    { name: { en: 'licence of that encoder', zh: '该编码器的许可证' }, value: { en: 'MIT', zh: 'MIT' } },
  ],
  examples: [],
  intended: {
    en: 'texts like those it was trained on, in the same language, to be sorted into 3 classes.',
    zh: '与训练文本同语言、同类型的文本，把它们分到 3 个类别。',
  },
  limits: { en: 'texts that belong to none of the classes.', zh: '不属于任何类别的文本。' },
}

/** A loss that falls, trembling; the same every time. */
function curveOf(steps: number, done: number, from: number, to: number, judged: boolean): RunProgress {
  const places = Math.min(180, done)
  const points = Array.from({ length: places }, (_, i) => {
    const step = Math.round(((i + 1) * done) / places)
    const share = step / steps
    const tremble = Math.sin(step * 12.9898) * 0.5 * (1 - share * 0.7)
    return {
      step,
      loss: to + (from - to) * Math.exp(-5 * share) * (1 + 0.25 * tremble) + 0.04 * Math.abs(tremble),
      learningRate: 2e-4 * (share < 0.1 ? share / 0.1 : (1 - share) / 0.9),
      stepsPerSecond: 3.2,
      seconds: step / 3.2,
    }
  })
  const every = Math.round(steps / 8)
  const judgements = judged
    ? Array.from({ length: Math.floor(done / every) }, (_, i) => ({
        step: (i + 1) * every,
        judgement: 0.93 - 0.3 * Math.exp(-0.7 * (i + 1)),
      }))
    : []
  return { points, judgements, judgedBy: judged ? 'accuracy' : null }
}

/** Made-up trainings in every state. */
export function createRunFixtures(at: (ms: number) => string, empty: boolean) {
  const made: { run: Run; progress: RunProgress }[] = []
  const add = (
    more: Pick<Run, 'id' | 'state'> & Partial<Run>,
    [steps, done, from, to]: readonly [number, number, number, number],
    ago: number,
  ): void => {
    const progress = curveOf(steps, done, from, to, done > steps / 8)
    const last = progress.points.at(-1)
    const finished = more.state === 'finished'
    made.push({
      progress,
      run: {
        kind: 'classify',
        cancelling: false,
        createdAt: at(ago),
        finishedAt: more.state === 'running' ? null : at(ago - 8 * minute),
        seconds: last?.seconds ?? 0,
        scores: finished ? { accuracy: 0.9312, macroF1: 0.9205 } : null,
        progress: last
          ? {
              step: last.step,
              steps,
              loss: last.loss,
              learningRate: last.learningRate,
              stepsPerSecond: 3.2,
              samplesPerSecond: 102.4,
              secondsLeft: (steps - last.step) / 3.2,
            }
          : null,
        losses: progress.points.filter((_, i) => i % 5 === 0).map(({ loss }) => loss),
        failure: null,
        settings: {
          train: 'reviews.csv.gz',
          text: 'review',
          label: 'mood',
          encoder: 'multilingual-e5-small',
          method: 'lora',
          epochs: '3',
          batch: '32',
          longest: '96',
          rank: '8',
          seed: '1',
          threads: '2',
        },
        data: {
          files: [{ name: 'reviews.csv.gz', bytes: 1_240_000, sha256: '3f'.repeat(32) }],
          hash: 'a1b2c3d4'.repeat(8),
          counts: { trainTexts: 9_590, testTexts: 2_397, classes: 3 },
          leftOut: ['3 lines left out: missing-field (first at reviews.csv:17: mood is empty)'],
        },
        resumed: 0,
        changes: [],
        versions,
        device,
        trainableParameters: finished ? 298_755 : null,
        perClass: finished
          ? {
              好评: { precision: 0.951, recall: 0.944, f1: 0.9475, support: 1_204 },
              差评: { precision: 0.938, recall: 0.929, f1: 0.9335, support: 881 },
              中性: { precision: 0.871, recall: 0.89, f1: 0.8804, support: 312 },
            }
          : null,
        baseline: null,
        card: finished ? card : null,
        ...more,
      },
    })
  }
  if (!empty) {
    add({ id: 'classify-2026-11-22-2', state: 'running' }, [900, 412, 1.1, 0.12], 2 * minute)
    add({ id: 'classify-2026-11-22-1', state: 'finished' }, [900, 900, 1.08, 0.09], 50 * minute)
    add(
      {
        id: 'classify-2026-11-21-3',
        state: 'failed',
        failure: {
          code: 'training-failed',
          message:
            'The loss of step 208 is not a finite number; nothing was moved. Lower the learning rate, or look at the batch.',
        },
      },
      [900, 207, 1.2, 0.4],
      1400 * minute,
    )
    add(
      {
        id: 'classify-2026-11-21-2',
        state: 'interrupted',
        resumed: 1,
        changes: [{ step: 200, settings: { learningRate: '0.0001' } }],
      },
      [900, 600, 1.1, 0.2],
      1500 * minute,
    )
    add({ id: 'classify-2026-11-21-1', state: 'cancelled' }, [900, 60, 1.1, 0.3], 1600 * minute)
    add(
      {
        id: 'write-2026-11-20-1',
        kind: 'write',
        state: 'finished',
        scores: { perplexity: 12.3456, bleu: 0.4312, rougeL: 0.5021 },
        baseline: { of: 'nearest', scores: { bleu: 0.3512, rougeL: 0.4411 } },
        perClass: null,
        card: {
          ...card,
          task: { en: 'Writer', zh: '文本生成模型' },
          examples: [{ given: '类型: 裙; 颜色: 红色', made: '这条红色连衣裙剪裁利落，垂坠感十足。' }],
        },
      },
      [400, 400, 4.1, 2.2],
      2000 * minute,
    )
    add({ id: 'classify-2026-11-20-1', state: 'running', data: null }, [900, 0, 1, 1], minute)
  }
  const find = (id: string) => made.find(({ run }) => run.id === id)
  const shortOf = ({ run }: (typeof made)[number]): RunSummary => {
    const { id, kind, state, cancelling, createdAt, finishedAt, seconds, scores, progress, losses, failure } = run
    return { id, kind, state, cancelling, createdAt, finishedAt, seconds, scores, progress, losses, failure }
  }
  const list = () => ({ runs: made.map(shortOf), total: made.length === 0 ? 0 : made.length + 1 })
  return {
    get(id: string, part: string | undefined): Answer | undefined {
      if (id === '') return { status: 200, body: list() }
      const found = find(id)
      return found && { status: 200, body: part === 'progress' ? found.progress : found.run }
    },
    cancel(id: string): Answer | undefined {
      const found = find(id)
      if (!found) return undefined
      found.run = { ...found.run, cancelling: true }
      return { status: 202, body: { id, cancelling: true } }
    },
    all: () => ({
      runs: list(),
      oneOfRuns: made.map(({ run }) => run),
      runProgress: made.map(({ progress }) => progress),
    }),
  }
}
