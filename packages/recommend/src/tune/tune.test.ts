import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecommendError } from '../errors.ts'
import { kFoldByPerson } from '../evaluate/k-fold-by-person.ts'
import { leaveOneOut } from '../evaluate/leave-one-out.ts'
import type { EvaluationCase, Split } from '../evaluate/split.ts'
import { interactionsFrom } from '../interactions.ts'
import { kFoldRatings } from '../ratings/k-fold-ratings.ts'
import { randomRatings } from '../ratings/ratings.fixture.ts'
import { type TrainingPart, trainingPartOf } from './training-part.ts'
import { type Trial, type TuneOptions, tune } from './tune.ts'
import { validationSplit } from './validation-split.ts'

const day = 86_400_000
const now = (): number => 0

async function refusalOf(work: Promise<unknown>): Promise<RecommendError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof RecommendError) return error
  throw new Error(`expected a RecommendError, got ${error}`)
}

/**
 * Forty took `steady`, evenly over the year; twelve took `fad` in its last days; ten come for `steady` at the end, having
 * taken `other` before. Half-lives weigh Σ 2^(−age / h), so short ones put the fad first and long ones what is to be found.
 */
const agesOfSteady = Array.from({ length: 40 }, (_, at) => 9 * at + 2)
const agesOfFad = Array.from({ length: 12 }, (_, at) => 1 + at / 2)
const year = 366
const fads: Split = (() => {
  const rows = [
    ...agesOfSteady.map((age, at) => [`s${at}`, 'steady', year - age] as const),
    ...agesOfFad.map((age, at) => [`f${at}`, 'fad', year - age] as const),
    ...Array.from({ length: 10 }, (_, at) => [`q${at}`, 'other', 0] as const),
    ['clock', 'other', year] as const,
  ]
  const train = interactionsFrom({
    persons: rows.map(([person]) => person),
    items: rows.map(([, item]) => item),
    times: rows.map(([, , time]) => time * day),
  })
  const query = train.items.indexOf.get('other')!
  const cases = Array.from({ length: 10 }, (_, at): EvaluationCase => {
    const history = { items: Int32Array.of(query), weights: Float32Array.of(1), times: Float64Array.of(0) }
    return {
      person: train.persons.indexOf.get(`q${at}`)!,
      history,
      targets: Int32Array.of(train.items.indexOf.get('steady')!),
    }
  })
  return { protocol: 'time', folds: [{ train, cases }] }
})()
const weightWith = (halfLife: number, ages: readonly number[]): number =>
  ages.reduce((sum, age) => sum + 2 ** (-age / halfLife), 0)
const finds = (halfLife: number): boolean => weightWith(halfLife, agesOfSteady) > weightWith(halfLife, agesOfFad)

const search: TuneOptions = { kind: 'popularity', validation: fads, metric: 'hr@1', trials: 12, now }

test('finds the half-life that works, where the default does not', async () => {
  const { best, standard, trials } = await tune(search)
  expect(finds(30)).toBe(false)
  expect(standard).toMatchObject({ trial: 0, parameters: { halfLifeDays: 30 }, score: 0 })
  expect(best.score).toBe(1)
  expect(finds(best.parameters.halfLifeDays as number)).toBe(true)
  // Every trial scored what the weights say.
  for (const { parameters, score } of trials) expect(score).toBe(finds(parameters.halfLifeDays as number) ? 1 : 0)
  expect(new Set(trials.map(({ parameters }) => parameters.halfLifeDays)).size).toBe(12)
})

test('halves from rung to rung: a third goes on, the defaults always, the last rung asks everybody', async () => {
  const { trials, rungs, best } = await tune({ ...search, trials: 18, leastPersons: 1 })
  expect(rungs).toEqual([1 / 9, 1 / 3, 1])
  const on = (rung: number) => trials.filter((trial) => trial.rung === rung)
  expect(on(0)).toHaveLength(18)
  expect(on(1).length).toBeGreaterThanOrEqual(6)
  expect(on(1).length).toBeLessThanOrEqual(7)
  expect(on(2).length).toBeLessThanOrEqual(3)
  for (const rung of [0, 1, 2]) expect(on(rung)[0]?.trial).toBe(0)
  expect(on(2).every(({ persons }) => persons === 10)).toBe(true)
  expect(best.rung).toBe(2)
  // Nobody goes on who was worse than somebody who did not.
  for (const rung of [0, 1]) {
    const went = new Set(on(rung + 1).map(({ trial }) => trial))
    const left = on(rung).filter(({ trial }) => !went.has(trial))
    const stayed = on(rung).filter(({ trial }) => went.has(trial) && trial !== 0)
    expect(Math.max(...left.map(({ score }) => score!))).toBeLessThanOrEqual(
      Math.min(...stayed.map(({ score }) => score!)),
    )
  }
})

/** A small world in which people of two tastes come back to it. */
const tastes = (() => {
  const rows = Array.from({ length: 60 }, (_, person) =>
    Array.from({ length: 5 }, (_, step) => {
      const item = `${person % 2}${(person * 3 + step * 3) % 8}`
      return [`p${person}`, item, person + step * 100] as const
    }),
  ).flat()
  return interactionsFrom({
    persons: rows.map(([person]) => person),
    items: rows.map(([, item]) => item),
    times: rows.map(([, , time]) => time * day),
  })
})()

const testParts: Readonly<Record<string, Split>> = {
  'leave-one-out': leaveOneOut(tastes, { matrix: 'before-previous' }),
  'leave-one-out on all but one': leaveOneOut(tastes),
  kfold: kFoldByPerson(tastes, { k: 3 }),
}

/** The same split, whose targets may not be looked at. */
const trapped = (split: Split): Split => ({
  ...split,
  folds: split.folds.map(({ train, cases }) => ({
    train,
    cases: cases.map(({ person, history }) => ({
      person,
      history,
      get targets(): Int32Array {
        throw new Error('somebody looked at the test')
      },
    })),
  })),
})

const partOf = (split: Split): TrainingPart => trainingPartOf(split)!

test.each(Object.keys(testParts))(
  '%s: choosing never looks at the test, and its answers change nothing',
  async (name) => {
    const split = testParts[name]!
    const choose = (of: Split) =>
      tune({ kind: 'itemKnn', validation: validationSplit(partOf(of)), metric: 'ndcg@3', trials: 6, now })
    const chosen = await choose(split)
    expect(await choose(trapped(split))).toEqual(chosen)
    const targets = split.folds[0]!.cases.map((one) => one.targets)
    const turned: Split = {
      ...split,
      folds: split.folds.map(({ train, cases }) => ({
        train,
        cases: cases.map((one, at) => ({ ...one, targets: targets[(at + 1) % targets.length]! })),
      })),
    }
    expect(await choose(turned)).toEqual(chosen)
  },
)

test('the same seed tries the same, another seed tries others', async () => {
  const again = await tune(search)
  expect(await tune(search)).toEqual(again)
  const tried = (trials: readonly Trial[]) => trials.slice(1).map(({ parameters }) => parameters.halfLifeDays)
  expect(tried((await tune({ ...search, seed: 2 })).trials)).not.toEqual(tried(again.trials))
})

test('an interrupted search goes on where it stopped and ends as if it had never stopped', async () => {
  const whole = await tune({ ...search, trials: 18, leastPersons: 1 })
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.trials.length }), async (at) => {
      const measured: Trial[] = []
      const resumed = await tune({
        ...search,
        trials: 18,
        leastPersons: 1,
        known: whole.trials.slice(0, at),
        onTrial: (trial) => void measured.push(trial),
      })
      expect(measured).toEqual(whole.trials.slice(at))
      expect(resumed).toEqual(whole)
    }),
    { numRuns: 8 },
  )
  const other = whole.trials.map((trial) => ({ ...trial, parameters: { halfLifeDays: 1 } }))
  expect(await refusalOf(tune({ ...search, trials: 18, leastPersons: 1, known: other }))).toMatchObject({
    code: 'bad-parameter',
    details: { parameter: 'known' },
  })
})

test('when time is out nothing new begins, and the defaults and the best so far are measured on everybody', async () => {
  // Each look at the clock is a second later; a trial takes three or so.
  let clock = 0
  const slow = (): number => {
    clock += 1000
    return clock
  }
  const result = await tune({ ...search, trials: 18, leastPersons: 1, seconds: 12, now: slow })
  expect(result.stoppedEarly).toBe(true)
  expect(result.trials.length).toBeLessThan(18)
  const last = result.trials.filter(({ rung }) => rung === 2)
  expect(last.map(({ trial }) => trial)).toContain(0)
  expect(last.length).toBeGreaterThanOrEqual(2)
  expect(result.seconds).toBeCloseTo(
    result.trials.reduce((sum, { seconds }) => sum + seconds, 0),
    9,
  )
})

test('stops between trials when it is told to', async () => {
  const stop = new AbortController()
  const measured: Trial[] = []
  const work = tune({
    ...search,
    signal: stop.signal,
    onTrial(trial) {
      measured.push(trial)
      if (measured.length === 2) stop.abort(new Error('enough'))
    },
  })
  await expect(work).rejects.toThrow('enough')
  expect(measured).toHaveLength(2)
})

test('ratings: the smallest error wins', async () => {
  const data = randomRatings(30, 20, 0.5, 4)
  const [fold] = kFoldRatings(data, { k: 4 })
  const { best, standard, trials, objective } = await tune({ kind: 'baseline', validation: fold!, trials: 8, now })
  expect(objective).toMatchObject({ metric: 'rmse', better: 'lower' })
  expect(best.score).toBe(Math.min(...trials.map(({ score }) => score!)))
  expect(best.score!).toBeLessThanOrEqual(standard.score!)
})

test('parameters that cannot be used are a result, not the end of the search', async () => {
  const data = randomRatings(30, 20, 0.5, 4)
  const [fold] = kFoldRatings(data, { k: 4 })
  const space = {
    learningRate: { min: 0.9, max: 1, scale: 'linear' },
    spread: { min: 5, max: 10, scale: 'linear' },
  } as const
  const { best, trials } = await tune({ kind: 'svd', validation: fold!, trials: 5, space, now })
  const failed = trials.filter(({ score }) => score === null)
  expect(failed.length).toBeGreaterThan(0)
  for (const { failure } of failed) expect(failure).toMatch(/\w/)
  expect(best.score).toBeGreaterThan(0)
})

test.each([
  [{ kind: 'magic' }, 'unknown-kind'],
  [{ metric: 'rmse' }, 'bad-parameter'],
  [{ metric: 'ndcg@0' }, 'bad-parameter'],
  [{ trials: 1 }, 'bad-parameter'],
  [{ trials: Number.NaN }, 'bad-parameter'],
  [{ seconds: 0 }, 'bad-parameter'],
  [{ eta: 1 }, 'bad-parameter'],
  [{ fixed: { halfLifeDays: 3 } }, 'bad-parameter'],
  [{ fixed: { halfLifeDays: -3 } }, 'bad-parameter'],
  [{ space: { nothing: { min: 1, max: 2, scale: 'linear' } } }, 'bad-parameter'],
  [{ space: { halfLifeDays: { min: 0, max: 2, scale: 'log' } } }, 'bad-parameter'],
  [{ space: { halfLifeDays: ['a'] } }, 'bad-parameter'],
] as const)('%j is refused before anything is tried: %s', async (wrong, code) => {
  const onTrial = () => {
    throw new Error('something was tried')
  }
  expect((await refusalOf(tune({ ...search, ...(wrong as Partial<TuneOptions>), onTrial }))).code).toBe(code)
})
