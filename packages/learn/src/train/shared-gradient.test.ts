import { expect, test } from 'vitest'
import { Graph } from '../graph/graph.ts'
import { add, subtract } from '../ops/arithmetic.ts'
import { square } from '../ops/functions.ts'
import { mean } from '../ops/reductions.ts'
import { embed } from '../ops/rows.ts'
import { openTraining } from '../train/open-training.ts'

test.each(['all', 'rows'] as const)(
  'two parameters and a table (%s) with one gradient all move by it',
  async (moves) => {
    const graph = new Graph()
    const start = { kind: 'constant', value: 0 } as const
    const [a, b] = ['a', 'b'].map((name) => graph.parameter(name, [2, 2], { start }))
    const table = graph.parameter('table', [3, 2], { start, moves })
    const truths = graph.input('truths', 'float32', [2, 2])
    const sum = add(add(a!, b!), embed(table, graph.indices([2, 0])))
    const training = await openTraining({
      networks: [{ graph, loss: mean(square(subtract(sum, truths))) }],
      optimiser: { kind: 'descent' },
      rowOptimiser: { kind: 'adagrad' },
      threads: 1,
    })
    await training.run({ inputs: { truths: Float32Array.of(1, 2, 3, 4) } }, 1)
    await training.close()
    const found = [...training.parameters.values()].map((view) => [...view])
    // −½ · (0 − truth) of the mean of four squares.
    expect(found.slice(0, 2)).toEqual([
      [0.5, 1, 1.5, 2],
      [0.5, 1, 1.5, 2],
    ])
    if (moves === 'all') expect(found[2]).toEqual([1.5, 2, 0, 0, 0.5, 1])
    else expect(found[2]?.map(Math.sign)).toEqual([1, 1, 0, 0, 1, 1])
  },
)
