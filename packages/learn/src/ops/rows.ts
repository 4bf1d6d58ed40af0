import { shapeText, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'

function checkRows(op: string, x: Tensor, ids: Tensor): void {
  if (x.shape.length !== 2 || ids.shape.length !== 1)
    throw new LearnError(
      'bad-shape',
      `${op} takes a table and a list of rows, not ${shapeText(x.shape)} and ${shapeText(ids.shape)}.`,
    )
  if (ids.type !== 'int64' && ids.type !== 'int32')
    throw new LearnError('bad-shape', `${op}: the list of rows must be whole numbers, not ${ids.type}.`)
}

/**
 * Rows of a table of parameters by their numbers, which may repeat. The gradient stays sparse: one row for each id, which
 * the optimiser adds up.
 *
 * @param table [rows × d], a parameter
 * @param ids [n]
 * @returns [n × d]
 * @throws LearnError `bad-shape`, `bad-option` when the table is no parameter
 */
export function embed(table: Tensor, ids: Tensor): Tensor {
  const { graph } = table
  checkRows('embed', table, ids)
  if (table.differentiable && !graph.parameters.some(({ tensor }) => tensor.name === table.name))
    throw new LearnError('bad-option', `embed: ${table.name} is no parameter; use takeRows.`)
  const rows = emitGather(table, ids)
  return graph.record(
    rows,
    [table],
    (gradient) => {
      addSparse(table, ids, gradient, 1)
      return [null]
    },
    (gradient) => [{ kind: 'scatter', parameter: table, ids, rows: gradient, factor: 1 }],
  )
}

/** Adds to the sparse gradient of a parameter. */
export function addSparse(table: Tensor, ids: Tensor, rows: Tensor, factor: number): void {
  const { sparse } = table.graph
  sparse.set(table.name, [...(sparse.get(table.name) ?? []), { ids, rows, factor }])
}

export const emitGather = (x: Tensor, ids: Tensor): Tensor =>
  x.graph.emit('Gather', [x, ids], [ids.shape[0] as number, ...x.shape.slice(1)], {
    attributes: { axis: 0 },
    type: x.type,
  })

/**
 * Some rows of x, each at most once. The way back is a gather too, which is faster than a scatter.
 *
 * @param x [n × d]
 * @param ids [m], all different
 * @param places [n], where row i of x stands among ids, or m where it does not
 * @throws LearnError `bad-shape`
 */
export function takeUniqueRows(x: Tensor, ids: Tensor, places: Tensor): Tensor {
  const { graph } = x
  checkRows('takeUniqueRows', x, ids)
  if (places.shape[0] !== x.shape[0])
    throw new LearnError('bad-shape', `takeUniqueRows: ${places.shape[0]} places for ${x.shape[0]} rows.`)
  const d = x.shape[1] as number
  return graph.record(emitGather(x, ids), [x], (g) => {
    const zero = graph.constant(new Float32Array(d), [1, d])
    const m = ids.shape[0] as number
    const filled = graph.emit('Concat', [g, zero], [m + 1, d], { attributes: { axis: 0 } })
    return [emitGather(filled, places)]
  })
}

/**
 * Rows of x by their numbers, which may repeat.
 *
 * @param x [n × d]
 * @param ids [m]
 * @throws LearnError `bad-shape`
 */
export function takeRows(x: Tensor, ids: Tensor): Tensor {
  const { graph } = x
  checkRows('takeRows', x, ids)
  const m = ids.shape[0] as number
  const d = x.shape[1] as number
  return graph.record(emitGather(x, ids), [x], (g) => {
    // ScatterND loses additions when it runs on more than one thread; ScatterElements does not.
    const column = graph.emit('Unsqueeze', [ids, graph.indices([1])], [m, 1], { type: ids.type })
    const where = graph.emit('Expand', [column, graph.indices([m, d])], [m, d], { type: ids.type })
    const zeros = graph.emit('Expand', [graph.scalar(0), graph.indices(x.shape)], x.shape)
    return [graph.emit('ScatterElements', [zeros, where, g], x.shape, { attributes: { axis: 0, reduction: 'add' } })]
  })
}
