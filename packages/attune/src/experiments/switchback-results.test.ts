import { seededRng } from '@attune/measure'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api/api.fixture.ts'
import { sampleEvent } from '../store/sample-rows.ts'
import { switchbackPlace } from './experiment-rule.ts'

let api: ApiFixture
beforeEach(async () => {
  api = await apiFixture()
})
afterEach(() => api.close())

const variations = ['control', 'pooled'].map((id) => ({ id, weight: 1 }))
const minute = 60_000

test('a switchback gives everybody the variation of the hour, and is judged by hours', async () => {
  const { attune, clock } = api
  await attune.metrics.put('default', 'rides', { kind: 'mean', measure: { of: { events: ['Ride'] } } }, 'test')
  const switchback = { blockMinutes: 60, burnInMinutes: 20 }
  await attune.experiments.put(
    'default',
    'pool',
    { variations, metrics: ['rides', 'retention-7d'], switchback },
    'test',
  )
  await attune.flags.put(
    'default',
    'pool',
    { title: '', on: true, defaultValue: null, rules: [{ experiment: 'pool', values: { control: 'a', pooled: 'b' } }] },
    'test',
  )
  const experiment = await attune.experiments.start('default', 'pool', 'test')
  const begun = clock.now
  const rng = seededRng(2)
  const events = []
  for (let block = 0; block < 24; block++) {
    clock.now = begun + block * 60 * minute + 30 * minute
    const place = switchbackPlace(experiment, clock.now)
    const values = ['ann', 'bob'].map((userId) => attune.flags.evaluate('default', 'pool', { userId }).value)
    expect(values).toEqual(place === 0 ? ['a', 'a'] : ['b', 'b'])
    for (let person = 0; person < 10; person++)
      for (let ride = 0; ride < (place === 1 ? 3 : 2); ride++) {
        const ts = begun + block * 60 * minute + Math.floor((21 + 38 * rng()) * minute)
        events.push(
          sampleEvent({
            messageId: `${block}-${person}-${ride}`,
            personId: `p_${person}`,
            event: 'Ride',
            ts,
            receivedAt: ts,
          }),
        )
      }
  }
  await attune.events.append({ events })
  clock.now = begun + 24 * 60 * minute
  const results = await attune.results.of('default', 'pool')
  expect(results.units).toBe(24)
  expect(results.warnings).toEqual([{ code: 'not-in-switchback', metric: 'retention-7d' }])
  const { control, treatments } = results.metrics[0]?.analysis ?? {}
  const blocks = Array.from({ length: 24 }, (_, block) => switchbackPlace(experiment, begun + block * 60 * minute))
  expect(control?.units).toBe(blocks.filter((place) => place === 0).length)
  // Rides per person and block: more where there are three an hour than where there are two.
  expect(treatments?.[0]).toMatchObject({ scale: 'absolute', verdict: 'better' })
  expect(treatments?.[0]?.absolute?.low).toBeGreaterThan(0)
  expect(await attune.results.of('default', 'pool')).toEqual(results)
})

test('the weights of a switchback that runs stay: its past would count for other variations than it had', async () => {
  const { attune, clock } = api
  const given = { variations, metrics: ['orders'], switchback: { blockMinutes: 60, burnInMinutes: 0 } }
  await attune.experiments.put('default', 'pool', given, 'test')
  const experiment = await attune.experiments.start('default', 'pool', 'test')
  const begun = clock.now
  const places = () => {
    const now = attune.experiments.mustGet('default', 'pool')
    return Array.from({ length: 50 }, (_, block) => switchbackPlace(now, begun + block * 60 * minute))
  }
  const before = places()
  clock.now += 10 * 60 * minute
  const [control, pooled] = [
    { id: 'control', weight: 1 },
    { id: 'pooled', weight: 9 },
  ]
  const heavier = { ...given, variations: [control, pooled] }
  await expect(attune.experiments.put('default', 'pool', heavier, 'test')).rejects.toMatchObject({
    code: 'experiment-running',
    message: expect.stringContaining('weights of a switchback'),
  })
  expect(places()).toEqual(before)
  const renamed = await attune.experiments.put('default', 'pool', { ...given, title: 'Pool' }, 'test')
  expect(renamed.experiment).toMatchObject({ title: 'Pool', phases: experiment.phases })
})
