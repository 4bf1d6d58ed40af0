import { expect, test } from 'vitest'
import { Graph } from '../graph/graph.ts'
import peft from './adaptive-budget.fixture.json' with { type: 'json' }
import { adaptiveBudget } from './adaptive-budget.ts'
import { mergeLora } from './merge-lora.ts'

const { layers, width, rank, target, steps, first, last, every } = peft
const start = { kind: 'constant', value: 0 } as const

function budget() {
  const graph = new Graph()
  const names: string[] = []
  for (let layer = 0; layer < layers; layer++)
    for (const [part, shape] of [
      ['down', [width, rank]],
      ['weights', [rank]],
      ['up', [rank, width]],
    ] as const) {
      names.push(`layer.${layer}.query.lora.${part}`)
      graph.parameter(names.at(-1) as string, shape, { start })
    }
  const options = { steps, rank: target, first, last, every }
  return { graph, names, options, companion: adaptiveBudget(graph, options) }
}

const size = (name: string): number => (name.endsWith('.weights') ? rank : width * rank)
const wave =
  (of: (angle: number) => number, a: number, b: number, c: number) => (names: readonly string[], step: number) =>
    new Map(
      names.map((name, p) => [name, Float32Array.from({ length: size(name) }, (_, i) => of(a * i + b * p + c * step))]),
    )
const numbersOf = wave(Math.sin, 1.3, 2.1, 0.7)
const slopesOf = wave(Math.cos, 2.9, 1.1, 1.9)

test('the ranks that are kept are those of peft', () => {
  const { names, companion } = budget()
  for (let step = 1; step <= steps; step++) {
    const parameters = numbersOf(names, step)
    const untouched = numbersOf(names, step)
    // A gradient that was shortened counts as the shorter one: ours comes before that.
    const gradients = new Map([...slopesOf(names, step)].map(([name, x]) => [name, x.map((one) => 2 * one)]))
    companion.afterStep({ number: step, parameters, gradients, factor: 0.5 })
    const kept = names
      .filter((name) => name.endsWith('.weights'))
      .map((name) => [...(parameters.get(name) ?? [])].map((one) => Number(one !== 0)))
    const all = kept.map((mask) => mask.map(() => 1))
    const theirs = (peft.kept as Record<string, number[][]>)[Math.min(step, steps - last)]
    const pruned = step > first && (step % every === 0 || step >= steps - last)
    expect(kept, `step ${step}`).toEqual(pruned ? theirs : all)
    for (const name of names) if (!name.endsWith('.weights')) expect(parameters.get(name)).toEqual(untouched.get(name))
  }
  const left = (peft.kept as Record<string, number[][]>)[steps - last]?.flat().filter(Boolean)
  expect(left).toHaveLength(layers * target)
})

test('what it knows is among the arrays that are kept, so that it goes on as if it had not stopped', () => {
  const [whole, broken, resumed] = [budget(), budget(), budget()]
  const run = ({ names, companion }: ReturnType<typeof budget>, from: number, to: number) => {
    let parameters = numbersOf(names, 0)
    for (let number = from; number <= to; number++) {
      parameters = numbersOf(names, number)
      companion.afterStep({ number, parameters, gradients: slopesOf(names, number), factor: 1 })
    }
    return parameters
  }
  const expected = run(whole, 1, 30)
  run(broken, 1, 17)
  for (const [name, view] of resumed.companion.arrays) view.set(broken.companion.arrays.get(name) ?? [])
  expect(run(resumed, 18, 30)).toEqual(expected)
})

test.each([
  ['more ranks than there are', { rank: 9 }],
  ['no rank', { rank: 0 }],
  ['no step to prune in', { rank: 1, first: 30 }],
])('%s are refused', (_, wrong) => {
  const { graph, options } = budget()
  expect(() => adaptiveBudget(graph, { ...options, ...wrong })).toThrow(expect.objectContaining({ code: 'bad-option' }))
})

test('merged by hand: a rank that was pruned adds nothing', () => {
  const merged = mergeLora(
    new Map([
      ['a.weight', Float32Array.of(1, 2, 3, 4)],
      ['a.lora.down', Float32Array.of(1, 5, 2, 6)],
      ['a.lora.weights', Float32Array.of(3, 0)],
      ['a.lora.up', Float32Array.of(1, -1, 7, 8)],
    ]),
    { rank: 2, alpha: 1 },
  )
  // 1/2 · 3 · (1, 2)ᵀ (1, −1)
  expect([...(merged.get('a.weight') ?? [])]).toEqual([2.5, 0.5, 6, 1])
  expect([...merged.keys()]).toEqual(['a.weight'])
})
