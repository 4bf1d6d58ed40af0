import type { Graph } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import { rotaryAngles } from '../layers/rotary-angles.ts'
import { attention, notSeen } from './attention.ts'
import { type Build, checkGradients } from './check-gradients.fixture.ts'
import cases from './decoder-operations.fixture.json' with { type: 'json' }
import { geluTanh, swiglu } from './functions.ts'
import { tiedCrossEntropy } from './losses.ts'
import { repeatHeads } from './repeat-heads.ts'
import { rotary } from './rotary.ts'

/** Angles of some positions, for heads of four numbers. */
function angles(graph: Graph, positions: readonly number[]): { cosines: Tensor; sines: Tensor } {
  const all = rotaryAngles({}, 8, 4)
  const rows = (table: Float32Array): Tensor =>
    graph.constant(Float32Array.from(positions.flatMap((p) => [...table.subarray(2 * p, 2 * p + 2)])), [
      positions.length,
      2,
    ])
  return { cosines: rows(all.cosines), sines: rows(all.sines) }
}

const causal = (graph: Graph, length: number): Tensor =>
  graph.constant(
    Float32Array.from({ length: length * length }, (_, at) => (at % length > Math.floor(at / length) ? notSeen : 0)),
    [1, 1, length, length],
  )

const builds: Readonly<Record<string, Build>> = {
  geluTanh: ({ a }) => geluTanh(a),
  swiglu: ({ a, b }) => swiglu(a, b),
  repeatHeads: ({ a }) => repeatHeads(a, { keyHeads: 2, times: 3 }),
  rotary: ({ a }, graph) => rotary(a, { heads: 2, ...angles(graph, [0, 1, 2]) }),
  'rotary, every row at a position of its own': ({ a }, graph) => rotary(a, { heads: 2, ...angles(graph, [5, 0, 2]) }),
  'attention, grouped and causal': ({ q, k, v }, graph) =>
    attention(q, k, v, { length: 3, batch: 2, heads: 4, keyHeads: 2, bias: causal(graph, 3) }),
  'tiedCrossEntropy, in blocks': ({ x, table }, graph) =>
    tiedCrossEntropy(x, table, null, graph.indices([1, 0, 3, 1, 5]), {
      weights: graph.constant(Float32Array.of(1, 0, 2, 0.5, 1)),
      block: 2,
    }),
}

checkGradients(builds, cases as unknown as Parameters<typeof checkGradients>[1])
