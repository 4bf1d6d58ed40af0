import { describe, expect, test } from 'vitest'
import { gradients, type ParameterGradient } from '../autodiff/gradients.ts'
import { Graph } from '../graph/graph.ts'
import { prune } from '../graph/prune.ts'
import { sizeOf, type Tensor } from '../graph/tensor.ts'
import { writeOnnx } from '../graph/write-onnx.ts'
import { type Feeds, openSession, type TensorData } from '../runtime/open-session.ts'
import { multiply } from './arithmetic.ts'
import { sum } from './reductions.ts'

type Inputs = Readonly<Record<string, Tensor>>
export type Build = (
  inputs: Inputs & Record<'a' | 'b' | 'x' | 'w' | 'v' | 'c' | 'q' | 'k' | 'table', Tensor>,
  graph: Graph,
) => Tensor

export interface Case {
  readonly inputs: Readonly<Record<string, { readonly shape: readonly number[]; readonly data: readonly number[] }>>
  readonly output: readonly number[]
  readonly weights: readonly number[]
  readonly gradients: Readonly<Record<string, readonly number[]>>
}

/** |a − b| / |b|, and |a| where b is zero; infinite where they are not equally long. */
export function distance(a: ArrayLike<number>, b: readonly number[]): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY
  const gap = Math.hypot(...b.map((x, i) => x - (a[i] as number)))
  return gap / (Math.hypot(...b) || 1)
}

/** Works out an operation and the gradients of Σ weights · output. */
export async function run(
  build: Build,
  given: Case,
  standard: boolean,
): Promise<{ readonly output: Float32Array; readonly gradients: Readonly<Record<string, Float64Array>> }> {
  const graph = new Graph({ standard })
  const inputs = Object.fromEntries(
    Object.entries(given.inputs).map(([name, { shape, data }]) => [
      name,
      graph.parameter(name, shape, { start: { kind: 'data', data: Float32Array.from(data) } }),
    ]),
  )
  const output = build(inputs as Parameters<Build>[0], graph)
  const loss = sum(multiply(output, graph.constant(Float32Array.from(given.weights), output.shape)))
  const found = gradients(loss)
  graph.output(output)
  for (const { dense, sparse } of found) {
    if (dense) graph.output(dense)
    for (const { ids, rows } of sparse) {
      graph.output(rows)
      graph.output(ids)
    }
  }
  const feeds: Feeds = Object.fromEntries(
    Object.entries(given.inputs).map(([name, { shape, data }]) => [name, { shape, data: Float32Array.from(data) }]),
  )
  const part = prune(graph)
  const session = await openSession(writeOnnx(part), { threads: 1 })
  const needed = new Set(part.parameters.map(({ name }) => name))
  const results = await session.run(Object.fromEntries(Object.entries(feeds).filter(([name]) => needed.has(name))))
  await session.close()
  return { output: results[output.name] as Float32Array, gradients: addedUp(found, results) }
}

/** Gradients as whole arrays, by name of the parameter: what is dense and what has few rows together. */
export function addedUp(
  found: readonly ParameterGradient[],
  results: Readonly<Record<string, TensorData>>,
): Record<string, Float64Array> {
  return Object.fromEntries(
    found.map(({ parameter, dense, sparse }) => {
      const all = dense
        ? Float64Array.from(results[dense.name] as Float32Array)
        : new Float64Array(sizeOf(parameter.shape))
      for (const { ids, rows, factor } of sparse) {
        const d = parameter.shape[1] as number
        const values = results[rows.name] as Float32Array
        for (const [i, id] of (results[ids.name] as BigInt64Array).entries())
          for (let j = 0; j < d; j++) {
            const at = Number(id) * d + j
            all[at] = (all[at] as number) + factor * (values[i * d + j] as number)
          }
      }
      return [parameter.name, all]
    }),
  )
}

/** Tests that what is built has the outputs and gradients that stand in a fixture written by PyTorch. */
export function checkGradients(builds: Readonly<Record<string, Build>>, cases: Readonly<Record<string, Case>>): void {
  test('every case of the fixture is asked, and every question has a case', () => {
    expect(Object.keys(builds).sort()).toEqual(Object.keys(cases).sort())
  })

  describe.each([
    ['ONNX Runtime’s operators', false],
    ['operators of the standard only', true],
  ])('with %s', (_, standard) => {
    test.each(Object.entries(builds))('%s: output and gradients are PyTorch’s', async (name, build) => {
      const given = cases[name] as Case
      const { output, gradients: found } = await run(build, given, standard)
      expect(distance(output, given.output)).toBeLessThan(2e-6)
      for (const [input, gradient] of Object.entries(given.gradients))
        expect(distance(found[input] ?? [], gradient)).toBeLessThan(3e-6)
    })
  })
}
