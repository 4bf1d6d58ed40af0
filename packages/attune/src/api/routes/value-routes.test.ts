import { afterEach, beforeEach, expect, test } from 'vitest'
import { shoppersUntil } from '../../value/shoppers.fixture.ts'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'
import type { NextActions, Value, ValuePeople } from '../schemas/value.ts'

let api: ApiFixture
beforeEach(async () => {
  api = await apiFixture()
})
afterEach(() => api.close())

async function fill(): Promise<void> {
  const events = shoppersUntil(api.clock.now, 60)
  for (let at = 0; at < events.length; at += 100) {
    const answer = await api.call('write', 'POST', '/v1/batch', { batch: events.slice(at, at + 100) })
    expect(answer.statusCode, answer.body).toBe(200)
  }
}

test('values are worked out, read, listed, shown in a portrait and acted upon', async () => {
  expect((await api.call('read', 'GET', '/v1/value')).json()).toEqual({ result: null })
  await fill()
  const fitted = await api.call('admin', 'POST', '/v1/value', { horizonDays: 180 })
  expect(fitted.statusCode, fitted.body).toBe(200)
  const value = fitted.json() as Value
  expect(value.buyers).toBe(60)
  expect((await api.call('read', 'GET', '/v1/value')).json()).toEqual({ result: value })
  const { people, next } = (await api.call('read', 'GET', '/v1/value/people')).json() as ValuePeople
  expect(people).toHaveLength(60)
  expect(next).toBeNull()
  const worth = people.reduce((sum, { lifetimeValue }) => sum + (lifetimeValue ?? 0), 0)
  expect(worth / value.total.value).toBeCloseTo(1, 6)
  const profile = (await api.call('read', 'GET', '/v1/profiles/shopper-0?language=zh')).json()
  expect(profile.value).toMatchObject({ horizonDays: 180, currency: 'CNY', source: 'inferred' })
  const actions = [{ name: 'coupon', cost: 1, uplift: 0.2 }]
  const found = (await api.call('admin', 'POST', '/v1/value/actions', { actions })).json() as NextActions
  expect(found.actions[0]!.people + found.nothing + found.beyondBudget).toBe(60)
})

test('too few buyers, no values yet and impossible settings are said in words', async () => {
  const few = await api.call('admin', 'POST', '/v1/value', {})
  expect(few.statusCode).toBe(409)
  expect(few.json().code).toBe('too-few-buyers')
  const none = await api.call('read', 'GET', '/v1/value/people')
  expect(none.json()).toMatchObject({ status: 409, code: 'no-value' })
  expect((await api.call('admin', 'POST', '/v1/value', { margin: 2 })).statusCode).toBe(400)
  expect((await api.call('read', 'POST', '/v1/value', {})).statusCode).toBe(403)
})
