import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api/api.fixture.ts'
import { sampleEvent } from '../store/sample-rows.ts'
import { isKnownAt, membersAt } from './members-at.ts'
import { scheduleExperiments } from './schedule-experiments.ts'

const hour = 3_600_000
let api: ApiFixture
beforeAll(async () => {
  api = await apiFixture({ experiments: { dailyChecks: false } })
})
afterAll(() => api.close())

const variations = ['control', 'new'].map((id) => ({ id, weight: 1 }))
let messages = 0
const told = (personId: string, event: string, properties: object = {}) =>
  sampleEvent({
    messageId: `m-${messages++}`,
    personId,
    event,
    itemId: null,
    properties: JSON.stringify(properties),
    ts: api.clock.now,
    receivedAt: api.clock.now,
  })

test('a bandit’s weights move towards what does better, a day apart, and each move is a phase', async () => {
  const { attune, clock } = api
  await attune.metrics.put('default', 'bought', { kind: 'proportion', of: { events: ['Bought'] } }, 'test')
  await attune.experiments.put('default', 'bandit', { variations, metrics: ['bought'], bandit: {} }, 'test')
  await attune.experiments.start('default', 'bandit', 'test')
  clock.now += hour
  const events = Array.from({ length: 400 }, (_, at) => {
    const [person, variation] = [`p_${at}`, at % 2 === 0 ? 'control' : 'new']
    const seen = told(person, 'Experiment Viewed', { experiment_id: 'bandit', variation_id: variation })
    return at % (variation === 'new' ? 3 : 10) === 0 ? [seen, told(person, 'Bought')] : [seen]
  })
  await attune.events.append({ events: events.flat() })
  await attune.experimentJobs.runDue()
  expect(attune.experiments.mustGet('default', 'bandit').phases).toHaveLength(1)
  clock.now += 24 * hour
  await attune.experimentJobs.runDue()
  await attune.experimentJobs.runDue()
  const { phases } = attune.experiments.mustGet('default', 'bandit')
  expect(phases).toMatchObject([{ reason: 'start' }, { reason: 'bandit' }])
  const [control = 0, better = 0] = phases[1]?.weights ?? []
  expect(control).toBeGreaterThanOrEqual(0.05)
  expect(better).toBeGreaterThan(0.8)
  expect(control + better).toBeCloseTo(1, 12)
  // Whatever else is changed of it, what it learnt stays.
  const given = { variations, metrics: ['bought'], bandit: {}, traffic: 0.5 }
  const { experiment } = await attune.experiments.put('default', 'bandit', given, 'test')
  expect(experiment.phases.at(-1)).toMatchObject({ reason: 'changed', traffic: 0.5, weights: phases[1]?.weights })
  const results = await attune.results.of('default', 'bandit')
  expect(results.sampleRatioP).toBeNull()
  expect(results.metrics[0]?.analysis.treatments[0]?.scale).toBe('absolute')
})

test('a bandit that fails keeps no other from moving, a second call waits for the first, and so does stopping', async () => {
  const { attune, clock } = api
  await attune.metrics.put('default', 'bought', { kind: 'proportion', of: { events: ['Bought'] } }, 'test')
  for (const id of ['a-broken', 'b-sound']) {
    await attune.experiments.put('default', id, { variations, metrics: ['bought'], bandit: {} }, 'test')
    await attune.experiments.start('default', id, 'test')
  }
  clock.now += 25 * hour
  const asked: string[] = []
  const logged: string[] = []
  const [reached, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const jobs = scheduleExperiments({
    ...attune,
    config: { ...attune.config, experiments: { dailyChecks: false } },
    results: {
      of: attune.results.of,
      async sums(workspace, experiment, ...rest) {
        asked.push(experiment.id)
        if (experiment.id === 'a-broken') throw new Error('its sums cannot be read')
        if (experiment.id === 'b-sound') {
          reached.resolve()
          await gate.promise
        }
        return attune.results.sums(workspace, experiment, ...rest)
      },
    },
    rng: () => 0.5,
    log: pino({ level: 'error' }, { write: (line: string) => void logged.push(line) }),
  })
  const both = [jobs.runDue(), jobs.runDue()]
  await reached.promise
  let ended = false
  const stopping = jobs.stop().then(() => {
    ended = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect(ended).toBe(false)
  gate.resolve()
  await Promise.all([...both, stopping])
  expect(asked.filter((id) => id === 'a-broken')).toHaveLength(1)
  expect(logged).toHaveLength(1)
  const phasesOf = (id: string) => attune.experiments.mustGet('default', id).phases.length
  expect([phasesOf('a-broken'), phasesOf('b-sound')]).toEqual([1, 2])
  for (const id of ['a-broken', 'b-sound']) await attune.experiments.stop('default', id, null, 'test')
})

test('people are compared once a day, also where there are too few to keep anything of it', async () => {
  const { attune, clock } = api
  await attune.experiments.put('default', 'few', { variations, metrics: ['buyers'] }, 'test')
  await attune.experiments.start('default', 'few', 'test')
  let queries = 0
  // After all traffic so far: nobody came in the two weeks that are looked at.
  let now = clock.now + 60 * 24 * hour
  const jobs = scheduleExperiments({
    ...attune,
    config: { ...attune.config, experiments: { dailyChecks: true } },
    clock: () => now,
    experiments: {
      ...attune.experiments,
      list: (workspace, status) => attune.experiments.list(workspace, status).filter(({ id }) => id === 'few'),
    },
    events: {
      ...attune.events,
      query: (sql, values) => {
        queries++
        return attune.events.query(sql, values)
      },
    },
    rng: () => 0.5,
    log: pino({ level: 'silent' }),
  })
  await jobs.runDue()
  const once = queries
  expect(once).toBeGreaterThan(0)
  await jobs.runDue()
  expect(queries).toBe(once)
  now += 24 * hour
  await jobs.runDue()
  expect(queries).toBe(2 * once)
  await jobs.stop()
})

test('effects by segment go by who belonged to it when the experiment began', async () => {
  const { attune, clock } = api
  const send = (userId: string, event: string, properties: object) =>
    attune.collector.collect({
      workspace: 'default',
      source: 'test',
      events: [{ type: 'track', userId, event, messageId: `s-${messages++}`, properties }],
    })
  const put = await api.call('admin', 'PUT', '/v1/segments/gold', { text: 'trait plan = "gold"' })
  expect(put.statusCode, put.body).toBe(200)
  const identify = (userId: string, plan: string) =>
    attune.collector.collect({
      workspace: 'default',
      source: 'test',
      events: [{ type: 'identify', userId, messageId: `i-${messages++}`, traits: { plan } }],
    })
  for (let at = 0; at < 30; at++) await identify(`user-${at}`, at < 15 ? 'gold' : 'none')
  clock.now += hour
  await attune.experiments.put('default', 'parts', { variations, metrics: ['bought'] }, 'test')
  await attune.experiments.start('default', 'parts', 'test')
  clock.now += hour
  for (let at = 0; at < 30; at++) {
    await send(`user-${at}`, 'Experiment Viewed', { experiment_id: 'parts', variation_id: at % 2 ? 'new' : 'control' })
    if (at % 3 === 0) await send(`user-${at}`, 'Bought', {})
  }
  // What happens to people meanwhile does not change in which part they stand.
  for (let at = 0; at < 5; at++) await identify(`user-${at}`, 'none')
  for (let at = 20; at < 30; at++) await identify(`user-${at}`, 'gold')
  await new Promise((resolve) => setTimeout(resolve, 1500))
  clock.now += hour
  const answer = await api.call('read', 'GET', '/v1/experiments/parts/results?by=gold')
  expect(answer.statusCode, answer.body).toBe(200)
  const { segments, warnings } = answer.json()
  expect(warnings.map(({ code }: { code: string }) => code)).not.toContain('segment-as-of-now')
  const names = segments[0].effects.segments.map(({ segment }: { segment: string }) => segment)
  expect(names).toEqual(['', 'gold'])
  const at = attune.experiments.mustGet('default', 'parts').startedAt ?? 0
  const members = membersAt(attune, 'default', 'gold', at)
  const ids = Array.from({ length: 15 }, (_, n) => attune.identity.personIdOf('default', { userId: `user-${n}` }))
  expect([...members].sort()).toEqual(ids.sort())
  const unknown = await api.call('read', 'GET', '/v1/experiments/parts/results?by=nobody')
  expect(unknown.json().code).toBe('unknown-segment')
  // Whose rule is younger than the experiment, of whom nobody can say who was in it.
  await api.call('admin', 'PUT', '/v1/segments/silver', { text: 'trait plan = "none"' })
  const ofSilver = (await api.call('read', 'GET', '/v1/experiments/parts/results?by=silver,gold')).json()
  const unsure = ofSilver.warnings.filter(({ code }: { code: string }) => code === 'segment-as-of-now')
  expect(unsure).toMatchObject([{ segment: 'silver', zh: expect.stringContaining('silver') }])
  expect(isKnownAt(attune, 'default', 'gold', at)).toBe(true)
  const later = { ...attune, clock: () => clock.now + (attune.config.segments.keepChangesDays + 1) * 24 * hour }
  expect(isKnownAt(later, 'default', 'gold', at)).toBe(false)
})

test('a page that listens hears of a change of flags at once', async () => {
  await api.app.listen({ port: 0, host: '127.0.0.1' })
  const address = api.app.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const stream = await fetch(`http://127.0.0.1:${port}/sub/${api.secret('write')}`)
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = (await reader?.read())?.value ?? ''
  await api.attune.flags.put('default', 'dark', { title: '', on: true, defaultValue: true, rules: [] }, 'test')
  while (!text.includes('\n\n', text.indexOf('event: features')) || !text.includes('event: features'))
    text += (await reader?.read())?.value ?? ''
  const data = /event: features\ndata: (.*)/.exec(text)?.[1] ?? ''
  expect(JSON.parse(data).features.dark).toEqual({ defaultValue: true, rules: [] })
  await reader?.cancel()
  expect((await fetch(`http://127.0.0.1:${port}/sub/${api.secret('read')}`)).status).toBe(403)
})
