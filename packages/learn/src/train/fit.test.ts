import { afterEach, expect, test } from 'vitest'
import { Graph } from '../graph/graph.ts'
import { meanSquaredError } from '../ops/losses.ts'
import { linear } from '../ops/matrix.ts'
import { type FitOptions, type FitState, fit } from './fit.ts'
import { decodeFitState, encodeFitState, fitStateParts } from './fit-state.ts'
import { openTraining, type Training } from './open-training.ts'

const open: Training[] = []
afterEach(async () => {
  for (const training of open.splice(0)) await training.close()
})

async function line(): Promise<Training> {
  const graph = new Graph()
  const start = { kind: 'constant', value: 0 } as const
  const y = linear(
    graph.input('x', 'float32', [4, 1]),
    graph.parameter('slope', [1, 1], { start }),
    graph.parameter('offset', [1], { start }),
  )
  const loss = meanSquaredError(y, graph.input('y', 'float32', [4, 1]))
  const training = await openTraining({
    networks: [{ graph, loss }],
    optimiser: { kind: 'adamW', decay: 0 },
    threads: 1,
  })
  open.push(training)
  return training
}

const batchesOf = (step: number) => {
  const x = Float32Array.from({ length: 4 }, (_, i) => Math.sin(i + step))
  return { inputs: { x, y: x.map((value) => 2 * value + 1) } }
}
let time = 0
const clock = (): number => {
  time += 500
  return time
}
const plain = { steps: 10, learningRate: 0.1, batchesOf, clock } satisfies FitOptions
const slopeOf = (training: Training): number => training.parameters.get('slope')?.[0] as number

test('steps are told with their rate, speed and time left', async () => {
  const seen: unknown[] = []
  time = 0
  const { ended } = await fit(await line(), { ...plain, onProgress: (progress) => seen.push(progress) })
  expect(ended).toBe('finished')
  expect(seen).toHaveLength(10)
  expect(seen[0]).toMatchObject({ step: 1, steps: 10, learningRate: 0.1, stepsPerSecond: 2, secondsLeft: 4.5 })
  expect(seen[9]).toMatchObject({ step: 10, secondsLeft: 0 })
})

test('cancelled and taken up again through a file, it ends where it would have', async () => {
  const whole = await line()
  await fit(whole, plain)
  const first = await line()
  const stop = new AbortController()
  const kept: FitState[] = []
  const { ended } = await fit(first, {
    ...plain,
    signal: stop.signal,
    keep: { every: 100, save: async (state) => void kept.push(state) },
    onProgress: ({ step }) => step === 4 && stop.abort(),
  })
  expect(ended).toBe('cancelled')
  expect(kept).toHaveLength(1)
  const second = await line()
  await fit(second, { ...plain, from: decodeFitState(encodeFitState(kept[0] as FitState)) })
  expect(slopeOf(second)).toBe(slopeOf(whole))
})

test('the best judgement is what stays, and patience ends the training', async () => {
  const training = await line()
  const judgements = [0.2, 0.5, 0.4, 0.3, 0.9]
  const slopes: number[] = []
  const judge = {
    every: 2,
    better: 'higher',
    patience: 2,
    run: async () => {
      slopes.push(slopeOf(training))
      return judgements[slopes.length - 1] as number
    },
  } as const
  const { ended, state } = await fit(training, { ...plain, judge })
  expect(ended).toBe('patience')
  expect(slopes).toHaveLength(4)
  expect(state.best).toMatchObject({ step: 4, judgement: 0.5 })
  expect(slopeOf(training)).toBe(slopes[1])
  expect(state.training.step).toBe(8)
})

test('a loss that is no number ends it by name, after what was good was kept', async () => {
  const training = await line()
  const kept: FitState[] = []
  const broken = (step: number) =>
    step === 3 ? { inputs: { ...batchesOf(step).inputs, x: new Float32Array(4).fill(Number.NaN) } } : batchesOf(step)
  const running = fit(training, {
    ...plain,
    batchesOf: broken,
    keep: { every: 50, save: async (state) => void kept.push(state) },
  })
  await expect(running).rejects.toMatchObject({ code: 'not-finite', details: { step: 3 } })
  expect(kept.map((state) => state.training.step)).toEqual([2])
  expect(Number.isFinite(slopeOf(training))).toBe(true)
})

test('a state is kept at the steps asked for, where it is time', async () => {
  const kept: number[] = []
  const save = async ({ training }: FitState): Promise<void> => void kept.push(training.step)
  let asked = 0
  await fit(await line(), { ...plain, keep: { every: 2, due: () => ++asked % 2 === 0, save } })
  expect(kept).toEqual([4, 8])
})

test('a file of something else is no state', () => {
  expect(() => decodeFitState(new Uint8Array(4))).toThrow(expect.objectContaining({ code: 'bad-file' }))
  const state: FitState = { training: { step: 1, arrays: new Map([['a', Float32Array.of(1)]]) }, best: null, worse: 0 }
  expect(decodeFitState(encodeFitState(state))).toEqual(state)
  expect(decodeFitState(Buffer.concat(fitStateParts(state)))).toEqual(state)
})
