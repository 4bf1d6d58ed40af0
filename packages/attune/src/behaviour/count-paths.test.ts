import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type PathsInput, pathsInputSchema } from '../api/schemas/behaviour.ts'
import { behaviourWorld } from './behaviour-world.fixture.ts'
import { countPaths } from './count-paths.ts'

const hour = 3_600_000
const start = Date.UTC(2026, 2, 1)
const note = (name: string, hours: number) => ({
  time: start + hours * hour,
  event: name,
  parts: [{ kind: null, item: null, amount: 1, value: Number.NaN }],
})
const range = { from: start, to: start + 100 * hour }
const ask = (more: Partial<PathsInput> = {}) =>
  pathsInputSchema.parse({ anchor: { doing: { did: { event: 'Home' } } }, steps: 2, ...more })
type Found = Awaited<ReturnType<typeof countPaths>>
const said = ({ nodes, links }: Found) =>
  links.map(({ from, to, people }) => {
    const say = (at: number) => nodes[at]!.name ?? nodes[at]!.kind
    return `${say(from)} → ${say(to)} ${people}`
  })

function site() {
  const there = behaviourWorld()
  for (let person = 0; person < 12; person++) {
    there.world.act(`p${person}`, note('Ad', 0))
    there.world.act(`p${person}`, note('Home', 1))
    there.world.act(`p${person}`, note('Home', 1.5))
    if (person < 7) there.world.act(`p${person}`, note('Search', 2))
    else there.world.act(`p${person}`, note(person < 9 ? 'Help' : 'Cart', 2))
    if (person < 5) there.world.act(`p${person}`, note('Cart', 30))
  }
  return there
}

test('what people do next, repeats as one, what is rare as other, and who stops', async () => {
  const paths = await countPaths(site().ask(range, range.to), ask({ pauseHours: 72 }))
  expect(paths.people).toBe(12)
  expect(said(paths)).toEqual(['Home → Search 7', 'Search → Cart 5', 'Home → other 5', 'other → end 5'])
})

test('a step has its share of everybody, a way its share of those it leaves, each with its interval', async () => {
  const { nodes, links } = await countPaths(site().ask(range, range.to), ask({ pauseHours: 72 }))
  const search = nodes.findIndex(({ name }) => name === 'Search')
  // 7 of 12 and 5 of 7: Wilson's intervals, worked out by hand.
  expect(nodes[search]!.share.value).toBeCloseTo(7 / 12, 10)
  expect(nodes[search]!.share.low).toBeCloseTo(0.3195, 4)
  expect(nodes[search]!.share.high).toBeCloseTo(0.8067, 4)
  const toCart = links.find(({ from }) => from === search)!
  expect(toCart.share.value).toBeCloseTo(5 / 7, 10)
  expect(toCart.share.low).toBeCloseTo(0.3589, 4)
  expect(toCart.share.high).toBeCloseTo(0.9178, 4)
})

test('after a long pause a path is over', async () => {
  const paths = await countPaths(site().ask(range, range.to), ask())
  expect(said(paths)).toEqual(['Home → Search 7', 'Search → end 7', 'Home → other 5', 'other → end 5'])
})

test('backwards: what people did before', async () => {
  const anchor = { doing: { did: { event: 'Search' } }, properties: [] }
  const paths = await countPaths(site().ask(range, range.to), ask({ anchor, direction: 'to' }))
  expect(said(paths)).toEqual(['Search → Home 7', 'Home → Ad 7'])
})

test('with repeats the same thing twice is two steps', async () => {
  const paths = await countPaths(site().ask(range, range.to), ask({ repeats: true, steps: 1 }))
  expect(said(paths)).toEqual(['Home → Home 12'])
})

test('of fewer than five people nothing is told', async () => {
  const there = behaviourWorld()
  for (let person = 0; person < 4; person++) there.world.act(`p${person}`, note('Home', 1))
  const paths = await countPaths(there.ask(range, range.to), ask())
  expect(paths).toMatchObject({ people: null, nodes: [], links: [], warnings: [{ code: 'too-few' }] })
})

test('nobody is lost on the way: what leaves a node is what came in, before small links are left out', async () => {
  const step = fc.record({ who: fc.nat(40), hours: fc.nat(60), name: fc.constantFrom('Home', 'A', 'B', 'C') })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 200 }), async (steps) => {
      const there = behaviourWorld()
      for (const [at, { who, hours, name }] of steps.entries())
        there.world.act(`p${who}`, note(name, hours + at / 1000))
      const { nodes, links, people } = await countPaths(there.ask(range, range.to), ask({ steps: 3 }))
      const anchors = [...there.world.notes.values()].filter((own) => own.some(({ event }) => event === 'Home'))
      expect(people).toBe(anchors.length > 0 && anchors.length < 5 ? null : anchors.length)
      for (const [at, node] of nodes.entries()) {
        expect(node.people).toBeGreaterThanOrEqual(5)
        const out = links.filter(({ from }) => from === at).reduce((sum, link) => sum + link.people, 0)
        expect(out).toBeLessThanOrEqual(node.people)
        const into = links.filter(({ to }) => to === at).reduce((sum, link) => sum + link.people, 0)
        expect(into).toBeLessThanOrEqual(node.people)
      }
    }),
    { numRuns: 30 },
  )
})
