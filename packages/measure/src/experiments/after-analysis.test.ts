import { expect, test } from 'vitest'
import { randomNormal, seededRng } from '../random.ts'
import { adaptiveEffects, type BanditStep } from './adaptive-effect.ts'
import { noveltyEffect } from './novelty-effect.ts'
import { segmentEffects } from './segment-effects.ts'
import { switchbackEffect } from './switchback.ts'

test('segments, worked by hand: two effects that differ by more than chance', () => {
  // Effects 0 and 4 with errors 1: Q = (2² + 2²) / 1 = 8; Paule–Mandel: 8 / (1 + τ²) = 1, so τ² = 7.
  const { segments, betweenVariance, interaction, mean } = segmentEffects([
    { segment: 'a', value: 0, standardError: 1 },
    { segment: 'b', value: 4, standardError: 1 },
  ])
  expect(mean).toBeCloseTo(2, 12)
  expect(betweenVariance).toBeCloseTo(7, 8)
  expect(interaction?.q).toBeCloseTo(8, 12)
  expect(interaction?.p).toBeCloseTo(0.004678, 6)
  // Shrunk by 1/8 towards 2.
  expect(segments.map(({ shrunk }) => shrunk.value)).toEqual([expect.closeTo(0.25, 8), expect.closeTo(3.75, 8)])
})

test('segments: the eight schools (Rubin 1981) show no difference, and all shrink most of the way to the common mean', () => {
  const values = [28, 8, -3, 7, -1, 1, 18, 12]
  const errors = [15, 10, 16, 11, 9, 11, 10, 18]
  const effects = segmentEffects(values.map((value, i) => ({ segment: String(i), value, standardError: errors[i]! })))
  // Gelman et al., Bayesian Data Analysis § 5.5: pooled 7.7 with standard error 4.1; χ² 4.7 of 7.
  expect(effects.mean).toBeCloseTo(7.69, 2)
  expect(effects.standardError).toBeCloseTo(4.07, 2)
  expect(effects.interaction?.q).toBeCloseTo(4.7, 1)
  expect(effects.betweenVariance).toBe(0)
  // Morris's shrinkage of eight segments stops at 5/7.
  expect(effects.segments[0]?.shrunk.value).toBeCloseTo((5 * effects.mean + 2 * 28) / 7, 12)
})

test('shrunk effects are nearer to the truth than the segments’ own, and their intervals cover', () => {
  const rng = seededRng(9)
  let [own, shrunk, held, all] = [0, 0, 0, 0]
  for (let run = 0; run < 200; run++) {
    const truths = Array.from({ length: 10 }, () => 0.5 + 0.3 * randomNormal(rng))
    const { segments } = segmentEffects(
      truths.map((truth, i) => ({ segment: String(i), value: truth + 0.4 * randomNormal(rng), standardError: 0.4 })),
    )
    segments.forEach((segment, i) => {
      own += (segment.value - truths[i]!) ** 2
      shrunk += (segment.shrunk.value - truths[i]!) ** 2
      if (segment.shrunk.low <= truths[i]! && truths[i]! <= segment.shrunk.high) held++
      all++
    })
  }
  expect(shrunk).toBeLessThan(0.65 * own)
  expect(held / all).toBeGreaterThan(0.88)
})

test('one segment has no interaction, none is refused', () => {
  expect(segmentEffects([{ segment: 'a', value: 1, standardError: 1 }]).interaction).toBe(null)
  expect(() => segmentEffects([])).toThrow(/segment/)
  expect(() => segmentEffects([{ segment: 'a', value: 1, standardError: 0 }])).toThrow(/above 0/)
})

test('novelty: an effect that wears off, one that grows, one that stays', () => {
  const rng = seededRng(4)
  const days = (f: (day: number) => number) =>
    Array.from({ length: 21 }, (_, day) => ({ day, value: f(day) + 0.01 * randomNormal(rng), standardError: 0.01 }))
  const fading = noveltyEffect(days((day) => 0.1 * Math.exp(-day / 10)))
  expect(fading.trend).toBe('fading')
  expect(fading.slope.high).toBeLessThan(0)
  expect(fading.last.value).toBeLessThan(0.03)
  expect(noveltyEffect(days((day) => -0.01 - 0.003 * day)).trend).toBe('growing')
  expect(noveltyEffect(days(() => 0.05)).trend).toBe('steady')
  expect(() => noveltyEffect(days(() => 0).slice(0, 4))).toThrow(/five days/)
})

test('novelty: a line without scatter is found exactly', () => {
  const line = Array.from({ length: 6 }, (_, day) => ({ day, value: 1 - 0.1 * day, standardError: 0.2 }))
  const { slope, first, last } = noveltyEffect(line)
  expect(slope.value).toBeCloseTo(-0.1, 12)
  // Standard error by hand: .2 / √17.5.
  expect(slope.high - slope.low).toBeCloseTo((2 * 1.959964 * 0.2) / Math.sqrt(17.5), 6)
  expect(first).toBeCloseTo(1, 12)
  expect(last.value).toBeCloseTo(0.5, 12)
})

test('switchback: a steady alternation without noise, and what burn-in leaves out', () => {
  const block = (treated: boolean, early: number) => ({
    treated,
    steps: [early, treated ? 3 : 1, treated ? 3 : 1].map((sum) => ({ sum, denominator: 1 })),
  })
  const blocks = Array.from({ length: 12 }, (_, i) => block(i % 2 === 1, 2))
  const blurred = switchbackEffect(blocks, { rng: seededRng(1) })
  expect(blurred.effect.value).toBeLessThan(1.5)
  const clear = switchbackEffect(blocks, { rng: seededRng(1), burnIn: 1 })
  expect(clear.effect.value).toBeCloseTo(2, 0)
  expect(clear.carryOver).toBeCloseTo(-1, 12)
  expect(clear.randomizationP).toBeLessThan(0.01)
  expect(() => switchbackEffect(blocks.slice(0, 4), { rng: seededRng(1) })).toThrow(/three blocks/)
})

test('switchback: without an effect few runs alarm although neighbouring blocks are alike', () => {
  const rng = seededRng(21)
  let [alarms, naive] = [0, 0]
  const runs = 400
  for (let run = 0; run < runs; run++) {
    let level = 0
    let treated = false
    // Arms stay for a while, as blocks of days do: correlation in time then widens the error.
    const blocks = Array.from({ length: 120 }, (_, i) => {
      level = 0.6 * level + randomNormal(rng)
      if (i % 3 === 0) treated = rng() < 0.5
      return { treated, steps: [{ sum: 10 + level, denominator: 1 }] }
    })
    const { p, randomizationP } = switchbackEffect(blocks, { rng, reassignments: 60 })
    if (p < 0.05) alarms++
    if (randomizationP < 0.05) naive++
  }
  expect(alarms / runs).toBeLessThan(0.12)
  expect(naive).toBeGreaterThan(alarms)
})

test('bandit: after Thompson sampling the plain mean of the worse arm is too low, the adaptively weighted one is nearer, and covers', () => {
  const rng = seededRng(33)
  const truths = [0.3, 0.4]
  const runs = 400
  let [held, difference, bias, plainBias] = [0, 0, 0, 0]
  for (let run = 0; run < runs; run++) {
    const steps: BanditStep[] = []
    const seen = truths.map(() => ({ n: 0, sum: 0 }))
    let chances: number[] = truths.map(() => 0.5)
    for (let t = 0; t < 600; t++) {
      if (t % 20 === 0 && t > 0) {
        // Chance that each is best, by the Gaussian posterior, kept away from zero.
        const [a, b] = seen.map(({ n, sum }) => ({ m: (sum + 1) / (n + 2), v: 0.25 / (n + 2) }))
        let wins = 0
        for (let k = 0; k < 50; k++)
          if (a!.m + Math.sqrt(a!.v) * randomNormal(rng) > b!.m + Math.sqrt(b!.v) * randomNormal(rng)) wins++
        const first = Math.min(0.95, Math.max(0.05, wins / 50))
        chances = [first, 1 - first]
      }
      const arm = rng() < chances[0]! ? 0 : 1
      const reward = rng() < truths[arm]! ? 1 : 0
      seen[arm]!.n++
      seen[arm]!.sum += reward
      steps.push({ arm, reward, propensities: chances })
    }
    const { arms, effects } = adaptiveEffects(steps)
    if (arms[0]!.mean.low <= 0.3 && 0.3 <= arms[0]!.mean.high) held++
    if (effects[0]!.effect.low <= 0.1 && 0.1 <= effects[0]!.effect.high) difference++
    bias += (arms[0]!.mean.value - 0.3) / runs
    plainBias += (seen[0]!.sum / seen[0]!.n - 0.3) / runs
  }
  expect(held / runs).toBeGreaterThan(0.91)
  expect(difference / runs).toBeGreaterThan(0.92)
  // The worse arm is dropped after bad luck, which then stays in its plain mean.
  expect(plainBias).toBeLessThan(-0.01)
  expect(bias / plainBias).toBeLessThan(0.8)
})

test('bandit: with even chances it is the comparison of two means', () => {
  const rng = seededRng(2)
  const steps = Array.from({ length: 4000 }, (): BanditStep => {
    const arm = rng() < 0.5 ? 0 : 1
    return { arm, reward: 1 + arm * 0.2 + randomNormal(rng), propensities: [0.5, 0.5] }
  })
  const { effects } = adaptiveEffects(steps)
  const mean = (arm: number) => {
    const own = steps.filter((step) => step.arm === arm)
    return own.reduce((sum, { reward }) => sum + reward, 0) / own.length
  }
  expect(effects[0]!.effect.value).toBeCloseTo(mean(1) - mean(0), 2)
  const error = (effects[0]!.effect.high - effects[0]!.effect.low) / (2 * 1.96)
  expect(error).toBeCloseTo(Math.sqrt(4 / 4000), 2)
})

test('bandit: steps without chances are refused', () => {
  expect(() => adaptiveEffects([])).toThrow(/two arms/)
  expect(() => adaptiveEffects([{ arm: 0, reward: 1, propensities: [0, 1] }])).toThrow(/chances/)
})
