import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type FunnelInput, funnelInputSchema } from '../api/schemas/behaviour.ts'
import { behaviourWorld } from './behaviour-world.fixture.ts'
import { countFunnel } from './count-funnel.ts'

const hour = 3_600_000
const start = Date.UTC(2026, 2, 1)
const event = (name: string, hours: number, item: string | null = null) => ({
  time: start + hours * hour,
  event: name,
  parts: [{ kind: name === 'Bought' ? 'order' : null, item, amount: 1, value: Number.NaN }],
})
const ask = (steps: readonly string[], more: Partial<FunnelInput> = {}) =>
  funnelInputSchema.parse({ steps: steps.map((name) => ({ doing: { did: { event: name } } })), ...more })
const range = { from: start, to: start + 1000 * hour }
const counts = (funnel: Awaited<ReturnType<typeof countFunnel>>) => funnel.steps.map(({ people }) => people)

/** Ten people who saw, of whom seven put in the cart, of whom five bought. */
function shop() {
  const there = behaviourWorld()
  for (let person = 0; person < 10; person++) {
    there.world.act(`p${person}`, event('Seen', 1))
    if (person < 7) there.world.act(`p${person}`, event('Carted', 2 + person))
    if (person < 5) there.world.act(`p${person}`, event('Bought', 20))
    there.world.state(`p${person}`, { city: person % 2 === 0 ? '上海' : 'Paris' })
  }
  return there
}

test('people are counted from step to step, with shares, intervals, losses and times', async () => {
  const funnel = await countFunnel(shop().ask(range, range.to), ask(['Seen', 'Carted', 'Bought']))
  // Seven of ten would tell of the three who were lost, and of the two after them.
  expect(counts(funnel)).toEqual([10, null, 5])
  expect(funnel.steps[1]).toMatchObject({ ofFirst: null, ofPrevious: null, lost: null })
  expect(funnel.steps[2]).toMatchObject({ ofFirst: { value: 0.5 }, ofPrevious: null, lost: null })
  const two = await countFunnel(shop().ask(range, range.to), ask(['Seen', 'Bought']))
  expect(two.steps[1]).toMatchObject({ people: 5, ofPrevious: { value: 0.5 }, lost: 5 })
  expect(funnel.steps[1]?.fromFirst).toEqual({ quarterMs: 2 * hour, medianMs: 4 * hour, threeQuartersMs: 5 * hour })
  expect(funnel.steps[2]?.fromFirst?.medianMs).toBe(19 * hour)
  expect(funnel.steps[0]?.label).toEqual({ en: 'did event "Seen"', zh: '事件 "Seen"' })
})

test('small groups are told together or not at all, and who says no to analytics is in no count', async () => {
  const there = shop()
  const byCity = await countFunnel(there.ask(range, range.to), ask(['Seen', 'Carted'], { by: { trait: 'city' } }))
  expect(byCity.groups?.map(({ name, steps }) => [name, steps[0]?.people])).toEqual([
    ['Paris', 5],
    ['上海', 5],
  ])
  there.refused.add('p9')
  const fewer = await countFunnel(there.ask(range, range.to), ask(['Seen', 'Carted'], { by: { trait: 'city' } }))
  expect(fewer.people).toBe(9)
  // Nine less five of 上海 would tell of the four of Paris.
  expect(fewer.groups?.map(({ name, steps }) => [name, steps[0]?.people])).toEqual([[null, 9]])
  expect(fewer.warnings.map(({ code }) => code)).toContain('small-groups')
})

test('a segment is a filter and a breakdown', async () => {
  const there = shop()
  there.segments.set('early', new Set(['p0', 'p1', 'p2', 'p3', 'p4', 'p5']))
  const only = await countFunnel(there.ask(range, range.to), ask(['Seen', 'Bought'], { segment: 'early' }))
  expect(counts(only)).toEqual([6, null])
  const by = await countFunnel(there.ask(range, range.to), ask(['Seen', 'Bought'], { by: { segments: ['early'] } }))
  expect(by.groups?.[0]).toMatchObject({ name: 'early', steps: [{ people: 6 }, { people: null }] })
  await expect(countFunnel(there.ask(range, range.to), ask(['Seen', 'Bought'], { segment: 'none' }))).rejects.toThrow(
    /segment/,
  )
})

test('steps can be told in either language, about items of a category', async () => {
  const there = behaviourWorld()
  there.world.put({ id: 'i1', categories: ['茶'] })
  for (let person = 0; person < 6; person++) {
    there.world.act(`p${person}`, event('Bought', 1, person < 5 ? 'i1' : 'i2'))
    there.world.act(`p${person}`, event('Bought', 2, 'i2'))
  }
  const input = funnelInputSchema.parse({ steps: [{ text: '购买 类目 "茶"' }, { text: 'bought' }] })
  expect(counts(await countFunnel(there.ask(range, range.to), input))).toEqual([5, 5])
})

test('what cannot be a step is refused with words in both languages', async () => {
  const there = shop()
  const wrong = (step: object) =>
    countFunnel(there.ask(range, range.to), funnelInputSchema.parse({ steps: [step, { text: 'bought' }] }))
  await expect(wrong({ text: 'bought in last 3 days' })).rejects.toMatchObject({ code: 'invalid-step' })
  await expect(wrong({})).rejects.toMatchObject({ code: 'invalid-step', details: { field: 'steps.0' } })
  await expect(wrong({ text: 'bought', properties: [{ name: 'a', op: '=', value: 1 }] })).rejects.toThrow(/named event/)
  await expect(wrong({ text: 'buoght' })).rejects.toMatchObject({ code: 'rule-syntax' })
  const sensitive = ask(['Seen', 'Bought'], { by: { trait: 'religion' } })
  await expect(countFunnel(there.ask(range, range.to), sensitive)).rejects.toMatchObject({ code: 'sensitive-trait' })
})

/** The deepest step of any chain of notes, tried one by one. */
function slowDepth(
  notes: readonly { readonly time: number; readonly event: string }[],
  steps: readonly string[],
  windowMs: number,
  strict: boolean,
  to: number,
): number {
  const deepest = (at: number, step: number, begun: number): number => {
    let best = step
    if (step === steps.length) return best
    const last = strict ? Math.min(at + 1, notes.length - 1) : notes.length - 1
    for (let next = at + 1; next <= last; next++) {
      const note = notes[next]!
      if (note.event === steps[step] && note.time - begun <= windowMs)
        best = Math.max(best, deepest(next, step + 1, begun))
    }
    return best
  }
  return Math.max(
    0,
    ...notes.map((note, at) =>
      note.event === steps[0] && note.time >= start && note.time < to ? deepest(at, 1, note.time) : 0,
    ),
  )
}

test('the counts are those of trying every chain of every person, loose and strict', async () => {
  const name = fc.constantFrom('A', 'B', 'C', 'D')
  const note = fc.record({ who: fc.nat(15), hours: fc.integer({ min: -5, max: 60 }), name })
  await fc.assert(
    fc.asyncProperty(
      fc.array(note, { maxLength: 90 }),
      fc.array(name, { minLength: 2, maxLength: 4 }),
      fc.integer({ min: 1, max: 30 }),
      fc.boolean(),
      async (notes, steps, windowHours, strict) => {
        const there = behaviourWorld()
        // Two notes of one time have no order: give each its own minute.
        for (const [at, { who, hours, name: of }] of notes.entries())
          there.world.act(`p${who}`, event(of, hours + at / 60))
        const own = { from: start, to: start + 40 * hour }
        const funnel = await countFunnel(
          there.ask(own, start + 100 * hour),
          ask(steps, { windowHours, order: strict ? 'strict' : 'loose' }),
        )
        const depths = [...there.world.notes.values()].map((all) =>
          slowDepth(
            all.filter(({ time }) => time >= start),
            steps,
            windowHours * hour,
            strict,
            own.to,
          ),
        )
        const expected = steps.map((_, step) => depths.filter((depth) => depth > step).length)
        const few = (count: number) => count > 0 && count < 5
        const told = counts(funnel)
        for (const [step, count] of expected.entries()) {
          const before = told.slice(0, step).filter((one) => one !== null)
          expect(told[step]).toBe(few(count) || before.some((one) => few(one - count)) ? null : count)
        }
      },
    ),
    { numRuns: 100 },
  )
})
