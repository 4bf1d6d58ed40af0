import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { switchbackPlace } from '../../experiments/experiment-rule.ts'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'

let api: ApiFixture
let url: string
beforeAll(async () => {
  api = await apiFixture()
  url = await api.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => {
  api.app.server.closeAllConnections()
  return api.close()
})

/** What a client of the SDK hears, until it says `text` or ends. */
async function subscribe() {
  const response = await fetch(`${url}/sub/${api.secret('write')}`)
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  return {
    async until(text: string): Promise<'heard' | 'ended'> {
      for (let heard = ''; ; ) {
        const { done, value } = await reader.read()
        if (done) return 'ended'
        heard += value
        if (heard.includes(text)) return 'heard'
      }
    },
    stop: () => reader.cancel(),
  }
}

test('of many changes at once the last one is always heard', async () => {
  const client = await subscribe()
  expect(await client.until('welcome')).toBe('heard')
  for (let n = 1; n <= 12; n++)
    await api.attune.flags.put(
      'default',
      'colour',
      { title: '', on: true, defaultValue: `shade-${n}.`, rules: [] },
      'test',
    )
  expect(await client.until('shade-12.')).toBe('heard')
  await client.stop()
})

test('clients hear when another block of a switchback begins', async () => {
  const { attune, clock } = api
  const blockMs = 5 * 60_000
  await attune.metrics.put('default', 'rides', { kind: 'mean', measure: { of: { events: ['Ride'] } } }, 'test')
  const variations = ['off', 'on'].map((id) => ({ id, weight: 1 }))
  const switchback = { blockMinutes: 5, burnInMinutes: 0 }
  await attune.experiments.put('default', 'pool', { variations, metrics: ['rides'], switchback }, 'test')
  const rules = [{ experiment: 'pool', values: { off: 'drive-alone', on: 'drive-together' } }]
  await attune.flags.put('default', 'pool', { title: '', on: true, defaultValue: null, rules }, 'test')
  const timers = vi.spyOn(globalThis, 'setTimeout')
  const client = await subscribe()
  expect(await client.until('welcome')).toBe('heard')
  // Blocks begin in the middle of a minute.
  clock.now += 30_000
  const experiment = await attune.experiments.start('default', 'pool', 'test')
  const word = (): string => (switchbackPlace(experiment, clock.now) === 1 ? 'drive-together' : 'drive-alone')
  const first = word()
  expect(await client.until(first)).toBe('heard')
  while (word() === first) clock.now += blockMs
  const value = (): unknown => attune.flags.evaluate('default', 'pool', { userId: 'ann' }).value
  clock.now -= 1
  expect(value()).toBe(first)
  clock.now += 1
  expect(value()).toBe(word())
  const [blockBegins] = timers.mock.calls.findLast(([, ms]) => ms === blockMs) ?? []
  timers.mockRestore()
  expect(blockBegins).toBeDefined()
  ;(blockBegins as () => void)()
  expect(await client.until(word())).toBe('heard')
  await client.stop()
})
