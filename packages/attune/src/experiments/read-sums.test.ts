import { seededRng } from '@attune/measure'
import { afterEach, expect, test } from 'vitest'
import { type Metric, type MetricInput, metricSchema } from '../api/schemas/metrics.ts'
import { sampleDecision, sampleInteraction } from '../store/sample-rows.ts'
import type { Experiment } from './experiment.ts'
import {
  day,
  hour,
  openLog,
  ordered,
  runningExperiment,
  start,
  type ToldEvent,
  viewed,
} from './experiment-log.fixture.ts'
import { type ArmCell, armSums, type ExperimentSums, readSums } from './read-sums.ts'

let log: Awaited<ReturnType<typeof openLog>>
afterEach(() => log?.close())

const namesOfKind = (kind: string): readonly string[] =>
  ({ order: ['Order Completed', '订单完成'], refund: ['Order Refunded'] })[kind] ?? []
const metric = (given: MetricInput): Metric => metricSchema.parse(given)
const orders: MetricInput = { id: 'orders', kind: 'mean', measure: { of: { kinds: ['order'] } } }

async function sumsOf(
  told: readonly ToldEvent[],
  metrics: readonly MetricInput[] = [orders],
  experiment: Experiment = runningExperiment(),
): Promise<ExperimentSums> {
  log ??= await openLog()
  await log.tell(told)
  return readSums(log.events, {
    workspace: 'default',
    experiment,
    metrics: metrics.map(metric),
    to: start + 60 * day,
    namesOfKind,
    currency: 'CNY',
    offsetMinutes: 0,
    pre: true,
  })
}
afterEach(() => {
  log = undefined as unknown as typeof log
})

const armOf = ({ cells }: ExperimentSums, arm: number): ArmCell | undefined =>
  cells.find((cell) => cell.arm === arm && cell.day === null)
const sum = (sums: ExperimentSums, arm: number, name: string, at = 0): number | undefined =>
  armOf(sums, arm)?.sums[at]?.of[name]

test('the first exposure counts, and what came before it is the time before', async () => {
  const sums = await sumsOf([
    ordered('ann', start - 2 * day, 30),
    viewed('ann', 'new', start + hour),
    viewed('ann', 'new', start + 3 * hour),
    ordered('ann', start + hour / 2, 10),
    ordered('ann', start + 2 * hour, 20),
    ordered('ann', start + 4 * hour, 20),
    viewed('bob', 'control', start + hour),
    ordered('nobody', start + 2 * hour, 99),
  ])
  expect(armOf(sums, 1)).toMatchObject({ units: 1 })
  expect(armOf(sums, 0)).toMatchObject({ units: 1 })
  expect(armOf(sums, 1)?.sums[0]?.of).toEqual({ y: 2, yy: 4, x: 2, xx: 4, xy: 4 })
  expect(armOf(sums, 0)?.sums[0]?.of).toEqual({ y: 0, yy: 0, x: 0, xx: 0, xy: 0 })
})

test('units that saw two variations are in none, and told', async () => {
  const sums = await sumsOf([
    viewed('ann', 'new', start),
    viewed('ann', 'control', start + hour),
    viewed('bob', 'control', start),
    viewed('cat', 'elsewhere', start),
  ])
  expect(armOf(sums, 0)?.units).toBe(1)
  expect(armOf(sums, 1)).toBeUndefined()
  expect(sums.mixed).toEqual([1])
  expect(sums.unknownVariation).toBe(1)
})

test('events that do not say the attribute that is the unit are nobody’s', async () => {
  const group = (id: string, told: ToldEvent): ToldEvent => ({
    ...told,
    properties: { ...told.properties, group_id: id },
  })
  const sums = await sumsOf(
    [
      group('north', viewed('ann', 'new', start)),
      group('north', viewed('bob', 'new', start + hour)),
      group('south', viewed('cat', 'control', start)),
      viewed('dan', 'new', start),
      viewed('eve', 'control', start),
      group('north', ordered('ann', start + 2 * hour, 10)),
      group('north', ordered('bob', start + 2 * hour, 10)),
      ordered('dan', start + 2 * hour, 10),
      ordered('eve', start + 2 * hour, 10),
    ],
    [orders],
    runningExperiment({ unit: 'attribute', attribute: 'group_id' }),
  )
  expect(armOf(sums, 1)).toMatchObject({ units: 1, sums: [{ of: { y: 2, yy: 4 } }] })
  expect(armOf(sums, 0)).toMatchObject({ units: 1, sums: [{ of: { y: 0 } }] })
  expect(sums).toMatchObject({ mixed: [], unknownVariation: 0 })
})

test('two identities of one person are one unit', async () => {
  log = await openLog()
  await log.events.run('INSERT INTO person_merges VALUES ($1, $2, $3)', ['default', 'visitor', 'ann'])
  const sums = await sumsOf([
    viewed('visitor', 'new', start),
    viewed('ann', 'new', start + hour),
    ordered('visitor', start + 2 * hour, 10),
    ordered('ann', start + 3 * hour, 10),
  ])
  expect(armOf(sums, 1)).toMatchObject({ units: 1, sums: [{ of: { y: 2, yy: 4 } }] })
})

test('a person who saw other variations under two ids stays with what they saw first', async () => {
  log = await openLog()
  for (const from of ['visitor', 'tablet'])
    await log.events.run('INSERT INTO person_merges VALUES ($1, $2, $3)', ['default', from, 'ann'])
  await log.events.run('INSERT INTO person_merges VALUES ($1, $2, $3)', ['default', 'cookie', 'bob'])
  const sums = await sumsOf([
    viewed('visitor', 'new', start),
    viewed('ann', 'control', start + hour),
    viewed('tablet', 'control', start + 2 * hour),
    ordered('ann', start + 3 * hour, 10),
    // Under one id it is a mistake as before.
    viewed('cookie', 'new', start),
    viewed('cookie', 'control', start + hour),
    viewed('bob', 'control', start + 2 * hour),
  ])
  expect(armOf(sums, 1)).toMatchObject({ units: 1, sums: [{ of: { y: 1 } }] })
  expect(armOf(sums, 0)).toBeUndefined()
  expect(sums.mixed).toEqual([1])
})

test('only events of the window, of the names in every language, and with the properties asked for', async () => {
  const sums = await sumsOf(
    [
      viewed('ann', 'new', start),
      ordered('ann', start + hour, 10, { category: 'tea', quantity: 3 }),
      { ...ordered('ann', start + 5 * hour, 10, { category: 'tea', quantity: 4 }), event: '订单完成' },
      ordered('ann', start + 7 * hour, 10, { category: 'cups', quantity: 5 }),
      ordered('ann', start + 80 * hour, 10, { category: 'tea', quantity: 6 }),
    ],
    [
      {
        id: 'tea',
        kind: 'mean',
        measure: {
          of: { kinds: ['order'], where: [{ property: 'category', is: 'eq', value: 'tea' }] },
          value: 'sum',
          property: 'quantity',
        },
        delayHours: 2,
        windowHours: 48,
      },
      {
        id: 'many',
        kind: 'proportion',
        of: { kinds: ['order'], where: [{ property: 'quantity', is: 'gte', value: 6 }] },
      },
      { id: 'lost', kind: 'proportion', of: { events: ['Never Sent'] } },
    ],
  )
  expect(sum(sums, 1, 'y', 0)).toBe(4)
  expect(sum(sums, 1, 'y', 1)).toBe(1)
  expect(sum(sums, 1, 'y', 2)).toBe(0)
})

test('revenue takes refunds off, counts one currency, and is limited to a percentile of those who paid', async () => {
  const people = Array.from({ length: 100 }, (_, at) => `buyer-${at}`)
  const sums = await sumsOf(
    [
      ...people.map((person) => viewed(person, 'new', start)),
      ...people.map((person, at) => ordered(person, start + hour, at === 99 ? 1e6 : at + 1)),
      { person: 'buyer-0', at: start + 2 * hour, event: 'Order Refunded', value: -1, currency: 'CNY' },
      { ...ordered('buyer-1', start + 2 * hour, 5000), currency: 'USD' },
    ],
    [
      { id: 'capped', kind: 'revenue', cap: 0.9 },
      { id: 'whole', kind: 'revenue', cap: null },
    ],
  )
  // The 99 who paid: 2, 3, …, 99 and a million; the 90th percentile lies at place 88.2 from 0: 90.2.
  const expected = Array.from({ length: 98 }, (_, at) => Math.min(at + 2, 90.2)).reduce((a, b) => a + b, 90.2)
  expect(sum(sums, 1, 'y', 0)).toBeCloseTo(expected, 8)
  expect(sum(sums, 1, 'y', 1)).toBe(1e6 + (99 * 100) / 2 - 1)
})

test('a funnel needs its steps in order, each its own event', async () => {
  const page = (person: string, event: string, at: number): ToldEvent => ({ person, event, at: start + at })
  const steps = {
    id: 'funnel',
    kind: 'funnel',
    steps: ['Viewed', 'Added', 'Bought'].map((event) => ({ events: [event] })),
  }
  const twice = { id: 'twice', kind: 'funnel', steps: ['Viewed', 'Viewed'].map((event) => ({ events: [event] })) }
  const people = ['through', 'backwards', 'before', 'short']
  const sums = await sumsOf(
    [
      ...people.map((person) => viewed(person, 'new', start + 10)),
      ...[
        page('through', 'Viewed', 11),
        page('through', 'Bought', 12),
        page('through', 'Added', 13),
        page('through', 'Bought', 14),
      ],
      ...[page('backwards', 'Bought', 11), page('backwards', 'Added', 12), page('backwards', 'Viewed', 13)],
      ...[page('before', 'Viewed', 9), page('before', 'Added', 11), page('before', 'Bought', 12)],
      ...[page('short', 'Viewed', 11), page('short', 'Viewed', 12), page('short', 'Added', 13)],
    ],
    [steps as MetricInput, twice as MetricInput],
  )
  expect(sum(sums, 1, 'y', 0)).toBe(1)
  expect(sum(sums, 1, 'y', 1)).toBe(1)
})

test('retention is being back within the days asked for, by whatever but another exposure', async () => {
  const back = (person: string, days: number): ToldEvent => ({
    person,
    event: 'Product Viewed',
    at: start + days * day,
  })
  const sums = await sumsOf(
    [
      ...['a', 'b', 'c', 'd'].map((person) => viewed(person, 'control', start)),
      back('a', 0.5),
      back('b', 1),
      back('c', 8),
      viewed('d', 'control', start + 3 * day),
    ],
    [{ id: 'r', kind: 'retention', fromDay: 1, toDay: 8 }],
  )
  expect(sum(sums, 0, 'y')).toBe(1)
})

test('a decision whose items were seen is an exposure', async () => {
  log = await openLog()
  const decision = (id: string, personId: string, variation: string, context: object) =>
    sampleDecision({ decisionId: id, personId, variation, context: JSON.stringify(context), ts: start })
  await log.events.append({
    decisions: [
      decision('d1', 'ann', 'new', { $experiment: 'test' }),
      decision('d2', 'bob', 'control', { $experiment: 'test' }),
      decision('d3', 'cat', 'new', { $experiment: 'another' }),
    ],
    interactions: ['d1', 'd3'].map((decisionId, at) =>
      sampleInteraction({ messageId: `seen-${at}`, decisionId, kind: 'exposure', ts: start + hour }),
    ),
  })
  const sums = await sumsOf([ordered('ann', start + 2 * hour, 5)])
  expect(armOf(sums, 1)).toMatchObject({ units: 1, sums: [{ of: { y: 1 } }] })
  expect(armOf(sums, 0)).toBeUndefined()
})

test('a conversion that came in after the exposure and says it was before it is no conversion, and is told', async () => {
  const sums = await sumsOf([
    viewed('ann', 'new', start + hour),
    { ...ordered('ann', start + hour / 2, 5), receivedAt: start + 2 * hour },
    viewed('bob', 'new', start + hour),
    ordered('bob', start + hour / 2, 5),
  ])
  expect(sum(sums, 1, 'y')).toBe(0)
  expect(sums.early).toBe(1)
})

test('units are of the phase in which they were first exposed, and of its day', async () => {
  const phases = [0, 3].map((days) => ({
    from: start + days * day,
    weights: [1, 1],
    traffic: 1,
    reason: 'start' as const,
  }))
  const sums = await sumsOf(
    [viewed('ann', 'new', start), viewed('ann', 'new', start + 4 * day), viewed('bob', 'new', start + 5 * day)],
    [orders],
    runningExperiment({ phases }),
  )
  expect(sums.cells.filter((cell) => cell.day !== null).map(({ phase, day: on, units }) => [phase, on, units])).toEqual(
    expect.arrayContaining([
      [0, Math.floor(start / day), 1],
      [1, Math.floor(start / day) + 5, 1],
    ]),
  )
})

test('who gets another variation by other weights stays where they were, come back or not', async () => {
  const phase = (at: number, weights: number[], traffic = 1) => ({
    from: start + at * day,
    weights,
    traffic,
    reason: 'changed' as const,
  })
  const sums = await sumsOf(
    [
      viewed('moved', 'control', start),
      viewed('moved', 'new', start + 2 * day),
      viewed('stayed', 'control', start),
      viewed('stayed', 'control', start + 2 * day),
      viewed('mixed', 'control', start),
      viewed('mixed', 'new', start + hour),
      // More traffic moves nobody.
      viewed('late', 'control', start + 2 * day),
      viewed('late', 'new', start + 4 * day),
    ],
    [orders],
    runningExperiment({ phases: [phase(0, [1, 1]), phase(1, [1, 9]), phase(3, [1, 9], 0.5)] }),
  )
  const units = (at: number) =>
    sums.cells.filter(({ phase, day }) => phase === at && day === null).map(({ arm, units }) => [arm, units])
  expect(units(0)).toEqual([[0, 2]])
  expect(units(1)).toEqual([])
  expect(sums.mixed).toEqual([1, 1])
})

test('of a bandit, whose weights move, what was seen first counts', async () => {
  const sums = await sumsOf(
    [viewed('ann', 'new', start), viewed('ann', 'control', start + day)],
    [orders],
    runningExperiment({ bandit: { everyHours: 24, least: 0.05 } }),
  )
  expect(armOf(sums, 1)?.units).toBe(1)
  expect(sums.mixed).toEqual([])
})

/** Every sum, worked out one person after the other. */
function slowly(told: readonly ToldEvent[], arm: string) {
  const firsts = new Map<string, { at: number; variations: Set<string> }>()
  for (const { event, person, at, properties } of told.toSorted((a, b) => a.at - b.at)) {
    if (event !== 'Experiment Viewed') continue
    const known = firsts.get(person) ?? { at, variations: new Set<string>() }
    known.variations.add((properties as { variation_id: string }).variation_id)
    firsts.set(person, known)
  }
  const people = [...firsts].filter(([, { variations }]) => variations.size === 1 && variations.has(arm))
  const rows = people.map(([person, { at: since }]) => {
    const of = (when: (at: number) => boolean) =>
      told.filter((one) => one.person === person && one.event === 'Order Completed' && when(one.at))
    const total = (some: readonly ToldEvent[]) => some.reduce((sum, { value }) => sum + (value ?? 0), 0)
    const [after, before] = [of((at) => at >= since), of((at) => at < since && at >= since - 14 * day)]
    return { y: total(after), d: after.length, x: total(before), c: before.length }
  })
  const add = (f: (row: (typeof rows)[number]) => number): number => rows.reduce((sum, row) => sum + f(row), 0)
  return {
    units: rows.length,
    sum: add(({ y }) => y),
    sumSquares: add(({ y }) => y * y),
    denominatorSum: add(({ d }) => d),
    denominatorSumSquares: add(({ d }) => d * d),
    crossSum: add(({ y, d }) => y * d),
    pre: {
      sum: add(({ x }) => x),
      sumSquares: add(({ x }) => x * x),
      postSum: add(({ x, y }) => x * y),
      postDenominatorSum: add(({ x, d }) => x * d),
      denominatorSum: add(({ c }) => c),
      denominatorSumSquares: add(({ c }) => c * c),
      crossSum: add(({ x, c }) => x * c),
      denominatorPostSum: add(({ c, y }) => c * y),
      denominatorPostDenominatorSum: add(({ c, d }) => c * d),
    },
  }
}

test('sums over many people are those of a loop over each of them', async () => {
  const rng = seededRng(7)
  const told: ToldEvent[] = []
  for (let person = 0; person < 120; person++) {
    for (let seen = 0; seen <= rng() * 3; seen++)
      told.push(
        viewed(
          `p${person}`,
          rng() < 0.05 ? 'control' : person % 2 ? 'new' : 'control',
          start + Math.floor(rng() * 9 * day),
        ),
      )
    for (let bought = 0; bought < rng() * 4; bought++)
      told.push(ordered(`p${person}`, start + Math.floor((rng() * 40 - 20) * day), Math.floor(rng() * 100)))
  }
  const ratio: MetricInput = {
    id: 'value',
    kind: 'ratio',
    numerator: { of: { kinds: ['order'] }, value: 'sum' },
    denominator: { of: { kinds: ['order'] } },
  }
  const sums = await sumsOf(told, [ratio])
  for (const [at, variation] of ['control', 'new'].entries()) {
    const cells = sums.cells.filter(({ arm }) => arm === at)
    const whole = armSums(
      variation,
      cells.filter((cell) => cell.day === null),
      metric(ratio),
      0,
    )
    expect(whole).toEqual({ variation, ...slowly(told, variation) })
    expect(
      armSums(
        variation,
        cells.filter((cell) => cell.day !== null),
        metric(ratio),
        0,
      ),
      'day by day',
    ).toEqual(whole)
  }
})

test('a quantile comes with its variance', async () => {
  const rng = seededRng(3)
  const told: ToldEvent[] = []
  for (let person = 0; person < 2000; person++) {
    told.push(viewed(`p${person}`, person % 2 ? 'new' : 'control', start))
    told.push(ordered(`p${person}`, start + hour, Math.floor(rng() * 1e6) / 1e4))
  }
  const median: MetricInput = { id: 'median', kind: 'quantile', measure: { of: { kinds: ['order'] }, value: 'sum' } }
  const sums = await sumsOf(told, [median])
  const { quantile } = armSums(
    'new',
    sums.cells.filter(({ arm, day: on }) => arm === 1 && on === null),
    metric(median),
    0,
  )
  // Of a uniform on 0 to 100: the median is 50, its variance q (1 − q) / (n f²) = .25 · 100² / 1000 = 2.5.
  expect(Math.abs((quantile?.value ?? 0) - 50)).toBeLessThan(3 * Math.sqrt(2.5))
  expect(quantile?.variance).toBeGreaterThan(1.5)
  expect(quantile?.variance).toBeLessThan(4)
})
