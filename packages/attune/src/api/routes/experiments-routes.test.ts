import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'
import type { ExperimentResultsView } from '../schemas/experiment-results.ts'

let api: ApiFixture
beforeEach(async () => {
  api = await apiFixture()
})
afterEach(() => api.close())

const halves = {
  variations: [
    { id: 'grey', weight: 1 },
    { id: 'green', weight: 1 },
  ],
  metrics: ['buyers', 'revenue'],
  method: 'frequentist',
}
const ask = async (method: 'GET' | 'PUT' | 'POST' | 'DELETE', url: string, body?: unknown) => {
  const answer = await api.call('admin', method, url, body)
  return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() }
}
const send = async (batch: readonly object[]) => {
  for (let at = 0; at < batch.length; at += 200) {
    const answer = await api.call('write', 'POST', '/v1/batch', { batch: batch.slice(at, at + 200) })
    expect(answer.statusCode, answer.body).toBe(200)
  }
}
const putFlag = () =>
  ask('PUT', '/v1/flags/button', {
    defaultValue: '#888',
    rules: [{ experiment: 'colour', values: { grey: '#888', green: '#0a0' } }],
  })

test('from set-up to decision: flag, exposures, orders, results in both languages', async () => {
  expect((await ask('PUT', '/v1/experiments/colour', halves)).body).toMatchObject({
    experiment: { status: 'draft', id: 'colour' },
    warnings: [],
  })
  expect((await putFlag()).status).toBe(200)
  expect((await ask('GET', '/v1/experiments/colour/results')).body.code).toBe('experiment-not-started')
  const started = await ask('POST', '/v1/experiments/colour/start')
  expect(started.body).toMatchObject({ status: 'running', shownBy: { flags: ['button'] } })
  expect((await ask('GET', '/v1/experiments/colour/results')).body).toMatchObject({
    units: 0,
    decision: { action: 'go-on' },
    warnings: [{ code: 'no-exposures' }],
  })

  const batch: object[] = []
  const counts: Record<string, number> = { grey: 0, green: 0 }
  for (let person = 0; person < 300; person++) {
    const userId = `person-${person}`
    const { flags, exposures } = (await ask('POST', '/v1/flags/evaluate', { userId })).body
    const [exposure] = exposures
    const variation = exposure.properties.variation_id as string
    expect(flags.button.value).toBe(variation === 'green' ? '#0a0' : '#888')
    counts[variation] = (counts[variation] ?? 0) + 1
    batch.push({ type: 'track', userId, ...exposure, messageId: `seen-${person}` })
    // Every fourth of the grey ones buys, every second of the green ones.
    if ((counts[variation] ?? 0) % (variation === 'green' ? 2 : 4) === 0)
      batch.push({
        type: 'track',
        userId,
        event: 'Order Completed',
        messageId: `order-${person}`,
        properties: {
          order_id: `o-${person}`,
          total: 20,
          currency: 'CNY',
          products: [{ product_id: 'tea', price: 20 }],
        },
      })
  }
  api.clock.now += 3_600_000
  await send(batch)
  const results = (await ask('GET', '/v1/experiments/colour/results')).body as ExperimentResultsView
  expect(results.arms.map(({ variation, units }) => [variation, units])).toEqual([
    ['grey', counts.grey],
    ['green', counts.green],
  ])
  const [buyers] = results.metrics
  const [grey, green] = [counts.grey ?? 0, counts.green ?? 0]
  expect(buyers?.analysis.control.value).toBeCloseTo(Math.floor(grey / 4) / grey, 12)
  expect(buyers?.analysis.treatments[0]?.value).toBeCloseTo(Math.floor(green / 2) / green, 12)
  expect(buyers?.analysis.treatments[0]?.verdict).toBe('better')
  expect(buyers?.days).toHaveLength(1)
  expect(results.decision).toMatchObject({ action: 'ship', variation: 'green' })
  expect(results.decision.words.en).not.toBe('')
  expect(results.decision.words.zh).toMatch(/\p{Script=Han}/u)

  expect((await ask('POST', '/v1/experiments/colour/stop', { winner: 'green' })).body).toMatchObject({
    status: 'stopped',
    winner: 'green',
  })
  const after = (await ask('POST', '/v1/flags/evaluate', { userId: 'anybody' })).body
  expect(after).toMatchObject({ flags: { button: { value: '#0a0' } }, exposures: [] })
})

test('results follow events that arrive', async () => {
  await ask('PUT', '/v1/experiments/colour', halves)
  await ask('POST', '/v1/experiments/colour/start')
  const seen = (person: string) => ({
    type: 'track',
    userId: person,
    event: 'Experiment Viewed',
    properties: { experiment_id: 'colour', variation_id: 'grey' },
  })
  api.clock.now += 1000
  await send([seen('ann')])
  expect((await ask('GET', '/v1/experiments/colour/results')).body.units).toBe(1)
  await send([seen('bob')])
  api.clock.now += 60_000
  expect((await ask('GET', '/v1/experiments/colour/results')).body.units).toBe(2)
})

test('shares that are changed in flight begin a phase, which is said and analysed apart', async () => {
  await ask('PUT', '/v1/experiments/colour', halves)
  await ask('POST', '/v1/experiments/colour/start')
  const seen = (person: string, variation: string) => ({
    type: 'track',
    userId: person,
    event: 'Experiment Viewed',
    properties: { experiment_id: 'colour', variation_id: variation },
  })
  api.clock.now += 1000
  await send([seen('ann', 'grey'), seen('cat', 'grey')])
  api.clock.now += 1000
  const changed = { ...halves, variations: halves.variations.map((one, at) => ({ ...one, weight: at + 1 })) }
  const { warnings, experiment } = (await ask('PUT', '/v1/experiments/colour', changed)).body
  expect(warnings).toMatchObject([{ code: 'allocation-changed', zh: expect.stringMatching(/\p{Script=Han}/u) }])
  expect(experiment.phases).toHaveLength(2)
  api.clock.now += 1000
  await send([seen('bob', 'grey'), seen('cat', 'green')])
  api.clock.now += 60_000
  const latest = (await ask('GET', '/v1/experiments/colour/results')).body
  expect(latest.units).toBe(1)
  expect(latest.warnings.map(({ code }: { code: string }) => code)).toContain('phases-apart')
  const first = (await ask('GET', '/v1/experiments/colour/results?phase=0')).body
  // Who came back and got the other variation is still one of those who saw the first.
  expect(first).toMatchObject({ units: 2, mixedShare: 0 })
  expect((await ask('GET', '/v1/experiments/colour/results?phase=7')).body.code).toBe('unknown-phase')
})

test('what runs keeps its variations, and what is over stays as it was', async () => {
  await ask('PUT', '/v1/experiments/colour', halves)
  await ask('POST', '/v1/experiments/colour/start')
  const three = { ...halves, variations: [...halves.variations, { id: 'red', weight: 1 }] }
  expect(await ask('PUT', '/v1/experiments/colour', three)).toMatchObject({
    status: 409,
    body: { code: 'experiment-running' },
  })
  expect((await ask('DELETE', '/v1/experiments/colour')).body.code).toBe('experiment-not-draft')
  expect((await ask('POST', '/v1/experiments/colour/stop', { winner: 'red' })).body.code).toBe('unknown-variation')
  await ask('POST', '/v1/experiments/colour/stop')
  expect((await ask('PUT', '/v1/experiments/colour', halves)).body.code).toBe('experiment-over')
  expect((await ask('POST', '/v1/experiments/colour/start')).body.code).toBe('experiment-over')
  expect((await ask('POST', '/v1/experiments/colour/archive')).body.status).toBe('archived')
})

test('a unit that events do not say is refused, in words that name what to take', async () => {
  for (const unit of ['anonymous', 'device']) {
    const { status, body } = await ask('PUT', '/v1/experiments/colour', { ...halves, unit })
    expect(status).toBe(400)
    expect(body.detail).toMatch(/unit.*Take "person"/)
  }
  const { experiment } = (
    await ask('PUT', '/v1/experiments/colour', { ...halves, unit: 'attribute', attribute: 'group_id' })
  ).body
  expect(experiment).toMatchObject({ unit: 'attribute', attribute: 'group_id' })
})

test('it does not start while a flag or a placement that shows it does not fit it', async () => {
  await ask('PUT', '/v1/experiments/colour', halves)
  await putFlag()
  const split = halves.variations.map(({ id, weight }) => ({ variation: id, model: 'popular', weight }))
  const placement = { title: { en: 'Front', zh: '首页' }, split, experiment: 'colour' }
  expect((await ask('PUT', '/v1/placements/front', placement)).status).toBe(200)
  const red = { id: 'red', weight: 1 }
  await ask('PUT', '/v1/experiments/colour', { ...halves, variations: [...halves.variations, red] })
  const refused = await ask('POST', '/v1/experiments/colour/start')
  expect(refused).toMatchObject({ status: 409, body: { code: 'flag-without-value', details: { flags: ['button'] } } })
  const values = { grey: '#888', green: '#0a0', red: '#a00' }
  await ask('PUT', '/v1/flags/button', { defaultValue: '#888', rules: [{ experiment: 'colour', values }] })
  expect((await ask('POST', '/v1/experiments/colour/start')).body.code).toBe('invalid-placement')
  const three = [...split, { variation: 'red', model: 'popular', weight: 1 }]
  await ask('PUT', '/v1/placements/front', { ...placement, split: three })
  expect((await ask('POST', '/v1/experiments/colour/start')).status).toBe(200)
})

test('two experiments of one layer cannot have the same part of it', async () => {
  const layer = (from: number, to: number) => ({ ...halves, layer: { id: 'checkout', from, to } })
  for (const [id, from, to] of [
    ['one', 0, 0.5],
    ['two', 0.5, 1],
    ['three', 0.4, 0.6],
  ] as const)
    await ask('PUT', `/v1/experiments/${id}`, layer(from, to))
  expect((await ask('POST', '/v1/experiments/one/start')).status).toBe(200)
  expect((await ask('POST', '/v1/experiments/two/start')).status).toBe(200)
  expect(await ask('POST', '/v1/experiments/three/start')).toMatchObject({
    status: 409,
    body: { code: 'layer-overlap' },
  })
})

test('a holdout keeps its people out of the experiments that name it, and is an experiment itself', async () => {
  const holdout = {
    kind: 'holdout',
    metrics: ['buyers'],
    variations: [
      { id: 'held', weight: 2 },
      { id: 'open', weight: 8 },
    ],
  }
  expect((await ask('PUT', '/v1/experiments/colour', { ...halves, holdout: 'year' })).body.code).toBe('unknown-holdout')
  await ask('PUT', '/v1/experiments/year', holdout)
  await ask('PUT', '/v1/experiments/colour', { ...halves, holdout: 'year' })
  await putFlag()
  await ask('POST', '/v1/experiments/year/start')
  await ask('POST', '/v1/experiments/colour/start')
  let held = 0
  for (let person = 0; person < 60; person++) {
    const { exposures } = (await ask('POST', '/v1/flags/evaluate', { userId: `person-${person}` })).body
    const variations = Object.fromEntries(
      exposures.map(({ properties }: { properties: Record<string, string> }) => [
        properties.experiment_id,
        properties.variation_id,
      ]),
    )
    expect(variations.colour === undefined).toBe(variations.year === 'held')
    if (variations.year === 'held') held++
  }
  expect(held).toBeGreaterThan(3)
  expect(held).toBeLessThan(25)
})

test('a placement can be shown by an experiment, whose exposures are the decisions that were seen', async () => {
  const arms = ['popular', 'newest'].map((model) => ({ id: model, weight: 1 }))
  await ask('PUT', '/v1/experiments/front', { variations: arms, metrics: ['buyers'], traffic: 0.5 })
  const placement = {
    title: { en: 'Front', zh: '首页' },
    split: ['popular', 'newest'].map((model) => ({ variation: model, model, weight: 1 })),
    experiment: 'front',
  }
  expect((await ask('PUT', '/v1/placements/front', { ...placement, experiment: 'none' })).body.code).toBe(
    'invalid-placement',
  )
  expect((await ask('PUT', '/v1/placements/front', placement)).status).toBe(200)
  for (const id of ['tea', 'cup']) await ask('PUT', `/v1/items/${id}`, { title: id, kind: 'product' })
  await ask('POST', '/v1/experiments/front/start')
  api.clock.now += 1000
  const seen: Record<string, number> = { popular: 0, newest: 0 }
  for (let person = 0; person < 40; person++) {
    const decision = await api.call('read', 'POST', '/v1/recommendations', {
      placement: 'front',
      userId: `person-${person}`,
    })
    const { decisionId, variation } = decision.json()
    const again = await api.call('read', 'POST', '/v1/recommendations', {
      placement: 'front',
      userId: `person-${person}`,
    })
    expect(again.json().variation, 'the same again').toBe(variation)
    if (person % 2 === 0) await api.call('decide', 'POST', '/v1/exposures', { decisionId })
    if (person % 2 === 0) seen[variation] = (seen[variation] ?? 0) + 1
  }
  api.clock.now += 60_000
  const { arms: found } = (await ask('GET', '/v1/experiments/front/results')).body as ExperimentResultsView
  const units = Object.fromEntries(found.map((arm) => [arm.variation, arm.units]))
  expect(units.newest).toBe(seen.newest)
  // Who takes no part sees the control too, and does not count.
  expect(units.popular).toBeLessThan(seen.popular ?? 0)
  expect(units.popular).toBeGreaterThan(0)
})

test('a flag and a placement give the same person the same variation, signed in or not', async () => {
  const arms = ['popular', 'newest'].map((model) => ({ id: model, weight: 1 }))
  const condition = { $or: [{ userId: { $exists: true } }, { anonymousId: { $ne: 'visitor-0' } }] }
  await ask('PUT', '/v1/experiments/front', { variations: arms, metrics: ['buyers'], condition })
  await ask('PUT', '/v1/flags/front', {
    defaultValue: 'none',
    rules: [{ experiment: 'front', values: { popular: 'popular', newest: 'newest' } }],
  })
  const split = arms.map(({ id }) => ({ variation: id, model: id, weight: 1 }))
  await ask('PUT', '/v1/placements/front', { title: { en: 'Front', zh: '首页' }, split, experiment: 'front' })
  for (const id of ['tea', 'cup']) await ask('PUT', `/v1/items/${id}`, { title: id, kind: 'product' })
  await ask('POST', '/v1/experiments/front/start')
  const shownTo = async (who: object): Promise<string> =>
    (await api.call('read', 'POST', '/v1/recommendations', { placement: 'front', ...who })).json().variation
  const flagOf = async (ids: object): Promise<string> =>
    (await ask('POST', '/v1/flags/evaluate', ids)).body.flags.front.value
  for (let person = 0; person < 12; person++) {
    const [user, visitor] = [{ userId: `person-${person}` }, { anonymousId: `visitor-${person}` }]
    expect(await shownTo(user)).toBe(await flagOf(user))
    expect(await shownTo({ ...visitor, ...user })).toBe(await flagOf(user))
    expect(await flagOf({ ...visitor, ...user })).toBe(await flagOf(user))
    // Who the condition keeps out sees the control.
    if (person === 0) expect([await flagOf(visitor), await shownTo(visitor)]).toEqual(['none', 'popular'])
    else expect(await shownTo(visitor)).toBe(await flagOf(visitor))
  }
  await send([{ type: 'identify', userId: 'person-3', messageId: 'i-3' }])
  const personId = (await api.call('read', 'GET', '/v1/people/person-3')).json().personId
  expect(await shownTo({ personId, preview: true })).toBe(await flagOf({ userId: 'person-3' }))
  const stored = await api.attune.events.query('SELECT * FROM decisions')
  expect(stored.length).toBeGreaterThan(30)
  expect(JSON.stringify(stored)).not.toMatch(/person-\d|visitor-\d/)
})

test('GrowthBook’s SDKs find the flags under a key that writes, and none that reads may stand in the address', async () => {
  await ask('PUT', '/v1/experiments/colour', { ...halves, layer: { id: 'shop', from: 0, to: 0.5 }, segments: ['tea'] })
  await putFlag()
  await ask('POST', '/v1/experiments/colour/start')
  const answer = await api.app.inject({ url: `/api/features/${api.secret('write')}` })
  expect(answer.headers['x-sse-support']).toBe('enabled')
  expect(answer.json()).toEqual({
    status: 200,
    dateUpdated: '2026-03-02T12:00:00.000Z',
    features: {
      button: {
        defaultValue: '#888',
        rules: [
          {
            id: 'colour',
            key: 'colour',
            seed: 'colour',
            hashVersion: 2,
            hashAttribute: 'userId',
            fallbackAttribute: 'anonymousId',
            variations: ['#888', '#0a0'],
            weights: [0.5, 0.5],
            coverage: 1,
            meta: [{ key: 'grey' }, { key: 'green' }],
            phase: '0',
            namespace: ['shop', 0, 0.5],
            condition: { segments: { $in: ['tea'] } },
          },
        ],
      },
    },
  })
  expect((await api.app.inject({ url: `/api/features/${api.secret('read')}` })).statusCode).toBe(403)
  expect((await api.app.inject({ url: '/api/features/at_write_unknown' })).statusCode).toBe(401)
  expect((await api.call('write', 'GET', '/v1/flags/features')).json().features.button.defaultValue).toBe('#888')
})

test('metrics are refused with the field that is wrong, and the built-in ones come back', async () => {
  expect((await ask('PUT', '/v1/metrics/mine', { kind: 'retention', fromDay: 7, toDay: 3 })).body).toMatchObject({
    code: 'invalid-metric',
    detail: expect.stringContaining('toDay'),
  })
  const mine = { kind: 'ratio', numerator: { of: { kinds: ['order'] } } }
  expect((await ask('PUT', '/v1/metrics/mine', mine)).body).toMatchObject({
    code: 'invalid-metric',
    detail: expect.stringContaining('denominator'),
  })
  expect((await ask('PUT', '/v1/metrics/buyers', { kind: 'proportion', of: { events: ['Signed'] } })).status).toBe(200)
  await ask('DELETE', '/v1/metrics/buyers')
  const { metrics } = (await ask('GET', '/v1/metrics')).body
  expect(metrics.find(({ id }: { id: string }) => id === 'buyers').of.kinds).toEqual(['order'])
})

test('a metric says what it would be before it is saved, of everybody who came lately', async () => {
  const at = new Date(api.clock.now - 3_600_000).toISOString()
  await send(
    Array.from({ length: 20 }, (_, n) => ({
      type: 'track',
      userId: `p${n}`,
      event: n % 4 === 0 ? 'Signed Up' : 'Visited',
      messageId: `m-${n}`,
      timestamp: at,
    })),
  )
  const preview = async (body: object) => {
    const answer = await api.call('read', 'POST', '/v1/metrics/preview', body)
    return { status: answer.statusCode, body: answer.json() }
  }
  const signUps = { events: ['Signed Up'] }
  expect((await preview({ kind: 'proportion', of: signUps })).body).toEqual({ value: 0.25, people: 20, days: 28 })
  expect((await preview({ kind: 'mean', measure: { of: signUps } })).body).toMatchObject({ value: 0.25 })
  expect((await preview({ kind: 'quantile', measure: { of: signUps }, quantile: 0.9 })).body.people).toBe(20)
  expect(await preview({ kind: 'retention', fromDay: 3, toDay: 2 })).toMatchObject({
    status: 400,
    body: { code: 'invalid-metric', errors: [{ field: 'toDay' }] },
  })
  expect(await preview({ kind: 'proportion', of: {} })).toMatchObject({ status: 400 })
  await api.call('admin', 'PUT', '/v1/metrics/buyers', { kind: 'proportion', of: signUps })
  const { metrics } = (await api.call('read', 'GET', '/v1/metrics')).json()
  const originOf = (id: string) => metrics.find((one: { id: string }) => one.id === id).origin
  expect([originOf('buyers'), originOf('revenue')]).toEqual(['own', 'built-in'])
})
