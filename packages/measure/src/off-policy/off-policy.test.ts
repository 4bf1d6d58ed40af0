import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { seededRng } from '../random.ts'
import type { LoggedChoices } from './logged-choices.ts'
import { type OffPolicyReport, offPolicyValue } from './off-policy-value.ts'

const estimateOf = ({ estimates }: OffPolicyReport, name: string) => estimates.find((one) => one.name === name)!.value!

/** Two actions, logged with chances .8 and .2; the new policy swaps them. Clicks come at .1 and .3. */
function swapped(choices: number, seed: number): LoggedChoices & { readonly first: Uint8Array } {
  const draw = seededRng(seed)
  const first = Uint8Array.from({ length: choices }, () => Number(draw() < 0.8))
  return {
    first,
    rewards: Float64Array.from(first, (one) => Number(draw() < (one ? 0.1 : 0.3))),
    propensities: Float64Array.from(first, (one) => (one ? 0.8 : 0.2)),
    target: Float64Array.from(first, (one) => (one ? 0.2 : 0.8)),
  }
}
/** .2 · .1 + .8 · .3 */
const truth = 0.26

test('four choices by hand', () => {
  const report = offPolicyValue(
    {
      rewards: Float64Array.of(1, 0, 1, 0),
      propensities: Float64Array.of(0.5, 0.5, 0.25, 0.5),
      target: Float64Array.of(0.5, 0.25, 0.75, 0),
    },
    { model: { ofChosen: Float64Array.of(0.5, 0, 1, 0.5), ofTarget: Float64Array.of(0.5, 0.5, 1, 0) }, switchAbove: 2 },
  )
  // Weights 1, ½, 3, 0.
  expect(estimateOf(report, 'ips').value).toBeCloseTo((1 + 3) / 4, 12)
  expect(estimateOf(report, 'snips').value).toBeCloseTo(4 / 4.5, 12)
  expect(estimateOf(report, 'dm').value).toBeCloseTo(2 / 4, 12)
  expect(estimateOf(report, 'dr').value).toBeCloseTo((2 + 1 * 0.5 + 0 + 0 + 0) / 4, 12)
  expect(estimateOf(report, 'switch-dr').value).toBeCloseTo((2 + 0.5) / 4, 12)
  expect(report.effectiveChoices).toBeCloseTo(4.5 ** 2 / (1 + 0.25 + 9), 12)
  expect(report).toMatchObject({
    largestWeight: 3,
    logged: { value: 0.5 },
    warnings: [{ code: 'few-effective-choices' }],
  })
  // Rewards times weights 1, 0, 3, 0: variance 2, standard error √(2/4).
  expect(estimateOf(report, 'ips').high - 1).toBeCloseTo(1.959964 * Math.sqrt(2 / 4), 5)
})

test('intervals cover what the policy truly earns about as often as they say', () => {
  const covered: Record<string, number> = {}
  const model = (first: Uint8Array) => ({
    ofChosen: Float64Array.from(first, (one) => (one ? 0.15 : 0.25)),
    ofTarget: new Float64Array(first.length).fill(0.2 * 0.15 + 0.8 * 0.25),
  })
  for (let run = 0; run < 300; run++) {
    const choices = swapped(1000, run)
    for (const { name, value } of offPolicyValue(choices, { model: model(choices.first) }).estimates)
      covered[name] = (covered[name] ?? 0) + Number(value!.low <= truth && value!.high >= truth)
  }
  for (const name of ['ips', 'snips', 'dr', 'switch-dr']) {
    expect(covered[name]).toBeGreaterThan(0.91 * 300)
    expect(covered[name]).toBeLessThan(0.985 * 300)
  }
  // The direct method is as wrong as its model, and sure of it.
  expect(covered.dm).toBe(0)
})

test('a cut of the weights errs towards what was logged, and narrows the interval', () => {
  const choices = swapped(5000, 1)
  const free = estimateOf(offPolicyValue(choices), 'ips')
  const cut = estimateOf(offPolicyValue(choices, { largestWeight: 2 }), 'ips')
  expect(cut.value).toBeLessThan(free.value)
  expect(cut.high - cut.low).toBeLessThan(free.high - free.low)
})

test('the logging policy itself is worth what it earned', () => {
  const { rewards, propensities } = swapped(500, 2)
  const report = offPolicyValue({ rewards, propensities, target: propensities })
  expect(estimateOf(report, 'ips')).toEqual(report.logged)
  expect(report).toMatchObject({ effectiveChoices: 500, meanWeight: 1, warnings: [] })
})

test('propensities that cannot be right, and policies that never choose what was logged, are told', () => {
  const choices = swapped(5000, 3)
  expect(offPolicyValue({ ...choices, propensities: choices.propensities.map((p) => p / 2) }).warnings).toEqual([
    { code: 'weights-off' },
  ])
  const never = offPolicyValue({ ...choices, target: new Float64Array(5000) })
  expect(never.warnings).toEqual([{ code: 'no-overlap' }])
  expect(never.estimates.find(({ name }) => name === 'snips')?.value).toBe(null)
  const refused = (code: string) => expect.objectContaining({ code })
  expect(() => offPolicyValue({ ...choices, propensities: new Float64Array(5000) })).toThrow(refused('out-of-range'))
  expect(() => offPolicyValue({ ...choices, rewards: choices.rewards.map(() => Number.NaN) })).toThrow(
    refused('not-finite'),
  )
  expect(() => offPolicyValue({ ...choices, target: new Float64Array(1) })).toThrow(refused('out-of-range'))
})

const folder = join(
  process.env.ATTUNE_TEST_DATA ?? join(import.meta.dirname, '..', '..', '..', '..', '..', 'shared', 'data'),
  'open-bandit-women',
)

test.skipIf(!existsSync(folder))('open-bandit-women: the log of one policy tells what the other earned', () => {
  const read = (name: string) =>
    gunzipSync(readFileSync(join(folder, `${name}.csv.gz`)))
      .toString('latin1')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .map(([, , item, position, click, propensity]) => ({
        slot: `${item}/${position}`,
        click: Number(click),
        propensity: Number(propensity),
      }))
  const [random, bandit] = [read('random'), read('bts')]
  // What the bandit chose in a slot, as a share of all that it chose there: its chances, whoever looked.
  const shown = new Map<string, number>()
  const ofPosition = new Map<string, number>()
  for (const { slot } of bandit) {
    const position = slot.split('/')[1]!
    shown.set(slot, (shown.get(slot) ?? 0) + 1)
    ofPosition.set(position, (ofPosition.get(position) ?? 0) + 1)
  }
  const chance = (slot: string) => (shown.get(slot) ?? 0) / ofPosition.get(slot.split('/')[1]!)!
  const report = offPolicyValue({
    rewards: Float64Array.from(random, ({ click }) => click),
    propensities: Float64Array.from(random, ({ propensity }) => propensity),
    target: Float64Array.from(random, ({ slot }) => chance(slot)),
  })
  expect(report.logged.value).toBeCloseTo(46 / 10_000, 12)
  const earned = bandit.reduce((sum, { click }) => sum + click, 0) / bandit.length
  for (const name of ['ips', 'snips']) {
    const { low, high } = estimateOf(report, name)
    expect(low).toBeLessThan(earned)
    expect(high).toBeGreaterThan(earned)
  }
  expect(report.warnings).toEqual([])
  expect(report.meanWeight).toBeCloseTo(1, 1)
  expect(report.effectiveChoices).toBeLessThan(10_000)
})
