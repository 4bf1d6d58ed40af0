import { expect, test } from 'vitest'
import { seededRng } from '../random.ts'
import { adaptiveEffectsOfBatches, type BanditBatch } from './adaptive-batches.ts'
import { adaptiveEffects } from './adaptive-effect.ts'

interface Pull {
  readonly arm: number
  readonly reward: number
}

const batchOf = (propensities: readonly number[], pulls: readonly Pull[]): BanditBatch => ({
  propensities,
  arms: propensities.map((_, arm) => {
    const own = pulls.filter((pull) => pull.arm === arm).map(({ reward }) => reward)
    const sum = own.reduce((a, b) => a + b, 0)
    return { units: own.length, sum, sumSquares: own.reduce((a, b) => a + b * b, 0) }
  }),
})

function draw(rng: () => number, propensities: readonly number[], means: readonly number[], n: number): Pull[] {
  return Array.from({ length: n }, () => {
    const arm = rng() < (propensities[0] ?? 1) ? 0 : 1
    return { arm, reward: rng() < (means[arm] ?? 0) ? 1 : 0 }
  })
}

/** Equations 4 to 6 of the paper, one pull after the other. */
function slowly(batches: readonly { propensities: readonly number[]; pulls: readonly Pull[] }[], arm: number) {
  const scores: { weight: number; score: number }[] = []
  const before: number[] = []
  for (const { propensities, pulls } of batches) {
    const model = before.length === 0 ? 0 : before.reduce((a, b) => a + b, 0) / before.length
    const chance = propensities[arm] as number
    for (const pull of pulls)
      scores.push({
        weight: Math.sqrt(chance),
        score: model + (pull.arm === arm ? (pull.reward - model) / chance : 0),
      })
    before.push(...pulls.filter((pull) => pull.arm === arm).map(({ reward }) => reward))
  }
  const weights = scores.reduce((sum, { weight }) => sum + weight, 0)
  const value = scores.reduce((sum, { weight, score }) => sum + weight * score, 0) / weights
  const influence = scores.map(({ weight, score }) => (weight * (score - value)) / weights)
  return { value, influence, standardError: Math.sqrt(influence.reduce((sum, own) => sum + own * own, 0)) }
}

test('sums of batches say what a loop over all pulls says', () => {
  const rng = seededRng(4)
  const chances = [
    [0.5, 0.5],
    [0.2, 0.8],
    [0.7, 0.3],
  ]
  const batches = chances.map((propensities) => ({ propensities, pulls: draw(rng, propensities, [0.3, 0.5], 60) }))
  const { arms, effects } = adaptiveEffectsOfBatches(
    batches.map(({ propensities, pulls }) => batchOf(propensities, pulls)),
  )
  for (const arm of [0, 1]) {
    const slow = slowly(batches, arm)
    expect(arms[arm]?.value).toBeCloseTo(slow.value, 12)
    expect(arms[arm]?.standardError).toBeCloseTo(slow.standardError, 12)
  }
  expect(effects[0]?.effect.value).toBeCloseTo((arms[1]?.value ?? 0) - (arms[0]?.value ?? 0), 12)
  const [control, other] = [0, 1].map((arm) => slowly(batches, arm).influence)
  const squares = other?.map((own, at) => (own - (control?.[at] ?? 0)) ** 2) ?? []
  expect(effects[0]?.standardError).toBeCloseTo(Math.sqrt(squares.reduce((a, b) => a + b, 0)), 12)
})

test('batches of one pull say what steps say', () => {
  const rng = seededRng(8)
  const steps = draw(rng, [0.5, 0.5], [0.6, 0.8], 30).map((pull) => ({ ...pull, propensities: [0.5, 0.5] }))
  const [whole] = adaptiveEffectsOfBatches(
    steps.map(({ propensities, ...pull }) => batchOf(propensities, [pull])),
  ).effects
  const [effect] = adaptiveEffects(steps).effects
  expect(effect?.effect.low).toBeCloseTo(whole?.effect.low ?? 0, 12)
  expect(effect?.effect.high).toBeCloseTo(whole?.effect.high ?? 0, 12)
})

test('before its chances have moved once, nineteen of twenty intervals cover as well', () => {
  const rng = seededRng(5)
  const runs = 1000
  let covered = 0
  for (let run = 0; run < runs; run++) {
    const pulls = draw(rng, [0.5, 0.5], [0.6, 0.6], 400)
    const effect = adaptiveEffectsOfBatches([batchOf([0.5, 0.5], pulls)]).effects[0]?.effect
    if (effect && effect.low <= 0 && effect.high >= 0) covered++
  }
  expect(covered / runs).toBeGreaterThan(0.93)
  expect(covered / runs).toBeLessThan(0.97)
})

test('a bandit that follows what it sees is covered by nineteen of twenty intervals', () => {
  const rng = seededRng(21)
  let covered = 0
  const runs = 400
  for (let run = 0; run < runs; run++) {
    const batches: BanditBatch[] = []
    let propensities = [0.5, 0.5]
    for (let batch = 0; batch < 6; batch++) {
      batches.push(batchOf(propensities, draw(rng, propensities, [0.4, 0.4], 200)))
      const mean = (arm: number): number => {
        const [sum, units] = batches.reduce(
          ([a, b], { arms }) => [a + (arms[arm]?.sum ?? 0), b + (arms[arm]?.units ?? 0)],
          [0, 0],
        )
        return sum / units
      }
      propensities = mean(1) > mean(0) ? [0.1, 0.9] : [0.9, 0.1]
    }
    const effect = adaptiveEffectsOfBatches(batches).effects[0]?.effect
    if (effect && effect.low <= 0 && effect.high >= 0) covered++
  }
  // Three standard errors of a share of .95 over 400 runs.
  expect(Math.abs(covered / runs - 0.95)).toBeLessThan(3 * Math.sqrt((0.95 * 0.05) / runs))
})

test('what cannot be weighed is refused', () => {
  expect(() => adaptiveEffectsOfBatches([])).toThrow('two arms')
  const arm = { units: 1, sum: 1, sumSquares: 1 }
  expect(() => adaptiveEffectsOfBatches([{ propensities: [0, 1], arms: [arm, arm] }])).toThrow('above 0')
  const none = { units: 0, sum: 0, sumSquares: 0 }
  expect(() => adaptiveEffectsOfBatches([{ propensities: [0.5, 0.5], arms: [none, none] }])).toThrow('with pulls')
})
