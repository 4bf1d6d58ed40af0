import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type RetentionInput, retentionInputSchema } from '../api/schemas/behaviour.ts'
import { behaviourWorld } from './behaviour-world.fixture.ts'
import { countRetention } from './count-retention.ts'

const day = 86_400_000
/** A Sunday. */
const start = Date.UTC(2026, 2, 1)
const seen = (days: number) => ({
  time: start + days * day,
  event: 'Seen',
  parts: [{ kind: null, item: null, amount: 1, value: Number.NaN }],
})
const ask = (more: Partial<RetentionInput> = {}) =>
  retentionInputSchema.parse({ first: { doing: { did: { event: 'Seen' } } }, periods: 4, ...more })
const range = { from: start, to: start + 10 * day }
const backs = (cells: readonly ({ people: number } | null)[]) => cells.map((cell) => cell?.people ?? null)

/** Ten people of day 0; all come back on day 1, five on day 3. */
function weekly() {
  const there = behaviourWorld()
  for (let person = 0; person < 10; person++) {
    there.world.act(`p${person}`, seen(0.1))
    there.world.act(`p${person}`, seen(1.5))
    if (person < 5) there.world.act(`p${person}`, seen(3.5))
  }
  return there
}

test('on: who came back on that very day; from: on that day or later', async () => {
  const there = weekly()
  const on = await countRetention(there.ask(range, start + 20 * day), ask())
  expect(on.cohorts).toHaveLength(1)
  expect(on.cohorts[0]).toMatchObject({ name: '2026-03-01', people: 10 })
  expect(backs(on.cohorts[0]!.cells)).toEqual([0, 10, 0, 5, 0])
  const from = await countRetention(there.ask(range, start + 20 * day), ask({ mode: 'from' }))
  expect(backs(from.cohorts[0]!.cells)).toEqual([10, 10, 5, 5, 0])
  expect(from.all[2]?.share.value).toBeCloseTo(0.5, 12)
})

test('how many came back is not told where so few did not, or came back for the last time, that it tells of them', async () => {
  const there = weekly()
  there.world.act('p5', seen(3.5))
  const on = await countRetention(there.ask(range, start + 20 * day), ask())
  expect(backs(on.cohorts[0]!.cells)).toEqual([0, 10, 0, null, 0])
  for (const late of ['a', 'b', 'c', 'd', 'e']) there.world.act(late, seen(0.2))
  // Of fifteen, ten came back on day 1 or later; the six of day 3 would tell of four.
  const from = await countRetention(there.ask(range, start + 20 * day), ask({ mode: 'from' }))
  expect(backs(from.all)).toEqual([10, 10, null, null, 0])
})

test('a day that is not over has no figure yet', async () => {
  const { cohorts } = await countRetention(weekly().ask(range, start + 2.5 * day), ask())
  expect(backs(cohorts[0]!.cells)).toEqual([0, 10, null, null, null])
})

test('weeks begin on Monday, and a day after Sunday is the next week', async () => {
  const { cohorts } = await countRetention(weekly().ask(range, start + 60 * day), ask({ period: 'week', periods: 2 }))
  expect(cohorts[0]?.name).toBe('2026-02-23')
  expect(backs(cohorts[0]!.cells)).toEqual([0, 10, 0])
})

test('who did it before the range is no new person', async () => {
  const there = weekly()
  there.world.act('p0', seen(-3))
  const { cohorts } = await countRetention(there.ask(range, start + 20 * day), ask())
  expect(cohorts[0]?.people).toBe(9)
})

test('cohorts can be those of a trait', async () => {
  const there = weekly()
  for (let person = 0; person < 10; person++) there.world.state(`p${person}`, { plan: person < 5 ? 'free' : 'paid' })
  const { cohorts } = await countRetention(there.ask(range, start + 20 * day), ask({ cohorts: { trait: 'plan' } }))
  expect(cohorts.map(({ name, people }) => [name, people])).toEqual([
    ['free', 5],
    ['paid', 5],
  ])
  expect(backs(cohorts[0]!.cells)).toEqual([0, 5, 0, 5, 0])
})

test('the cells are those of a count on paper', async () => {
  const note = fc.record({ who: fc.nat(15), days: fc.double({ min: -2, max: 14, noNaN: true }) })
  await fc.assert(
    fc.asyncProperty(fc.array(note, { maxLength: 80 }), fc.constantFrom('on', 'from'), async (notes, mode) => {
      const there = behaviourWorld()
      for (const { who, days } of notes) there.world.act(`p${who}`, seen(days))
      const now = start + 12 * day
      const { all } = await countRetention(there.ask(range, now), ask({ mode: mode as 'on' | 'from' }))
      const dayOf = (time: number) => Math.floor(time / day)
      const told: { people: number; back: number }[] = []
      for (let age = 0; age <= 4; age++) {
        let [people, back] = [0, 0]
        for (const own of there.world.notes.values()) {
          const done = own.map(({ time }) => time).filter((time) => time <= now)
          const born = done[0]
          if (born === undefined || born < range.from || born >= range.to) continue
          if ((dayOf(born) + age + 1) * day > now) continue
          people++
          const ages = done.slice(1).map((time) => dayOf(time) - dayOf(born))
          if (mode === 'on' ? ages.includes(age) : ages.some((one) => one >= age)) back++
        }
        const few = (count: number) => count > 0 && count < 5
        const before = told.filter((one) => one.people === people && mode === 'from')
        const hidden = people < 5 || few(back) || few(people - back) || before.some((one) => few(one.back - back))
        expect(all[age]?.people ?? null).toBe(hidden ? null : back)
        if (!hidden) told.push({ people, back })
      }
    }),
    { numRuns: 80 },
  )
})
