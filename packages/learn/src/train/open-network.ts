import type { Floats, Ids, TrainingMemory } from '@attune/kernels'
import { prune } from '../graph/prune.ts'
import { type Shape, sizeOf, type Tensor } from '../graph/tensor.ts'
import { writeOnnx } from '../graph/write-onnx.ts'
import { LearnError } from '../learn-error.ts'
import { type Device, type Feed, openSession, type Session, type TensorData } from '../runtime/open-session.ts'
import { feedsOf } from './feeds-of.ts'
import { type Derived, type Layout, movedWhole, sparseTensors } from './lay-out.ts'
import { seedOf } from './random.ts'
import type { RowTables } from './row-tables.ts'

export type Results = Readonly<Record<string, TensorData>>

/** One network of a training: the session is made when it is first needed. */
export interface Network {
  /** One run: leaves the gradient of every parameter in its `slope`, or with the tables. Dropout is drawn for `draw`. */
  differentiate(inputs: Readonly<Record<string, TensorData>>, draw: number): Promise<{ loss: number; results: Results }>
  close(): Promise<void>
}

export interface NetworkOptions {
  readonly seed: number
  readonly threads: number
  readonly device: Device
  /** Its place among the networks of the training. */
  readonly index: number
  readonly tables: RowTables
}

/**
 * Takes the memory of one network.
 *
 * @throws LearnError `bad-option` for rows of an embedding that are worked out in the graph
 */
export function openNetwork(
  derived: Derived,
  memory: TrainingMemory,
  { moved, numbers }: Layout,
  { seed, threads, device, index, tables }: NetworkOptions,
): Network {
  const { graph, loss, metrics, gradients } = derived
  const whole = movedWhole(derived)
  const straight = tables.straight(index)
  const tensors = sparseTensors(gradients)
  for (const { name, type } of tensors.ids)
    if (type !== 'int64' || !(graph.constants.has(name) || graph.inputs.some((input) => input.name === name)))
      throw new LearnError(
        'bad-option',
        `Rows of an embedding must be an input or a constant of int64; ${name} is not.`,
      )
  const masks = graph.masks.map(({ tensor, rate }) => ({ tensor, rate, floats: memory.float32(sizeOf(tensor.shape)) }))
  const idsOf = new Map(tensors.ids.map(({ name, shape }): [string, Ids] => [name, memory.int64(sizeOf(shape))]))
  const rowsOf = new Map(
    tensors.rows.map(({ name, shape }): [string, Floats] => [
      name,
      straight.get(name) ?? memory.float32(sizeOf(shape)),
    ]),
  )

  const dense = gradients.flatMap(({ dense: one }) => (one ? [one] : []))
  const outputs = [loss, ...Object.values(metrics), ...dense, ...tensors.rows]
  const part = prune(graph, [...new Map(outputs.map((one) => [one.name, one])).values()])
  const into: Record<string, Feed> = {}
  /** What is the gradient of two, as of two biases that are added: a session writes it once. */
  const copies: { readonly from: Floats; readonly to: Floats }[] = []
  const written = new Map<string, Floats>()
  const write = (name: string, to: Floats, shape: Shape): void => {
    const from = written.get(name)
    if (from) copies.push({ from, to })
    else {
      written.set(name, to)
      into[name] = { data: to.view, shape }
    }
  }
  for (const { parameter, dense: one } of whole) if (one) write(one.name, slopeOf(parameter), parameter.shape)
  for (const { name, shape } of tensors.rows) write(name, rowsOf.get(name) as Floats, shape)
  const fixed: Record<string, Feed> = {}
  for (const { name, shape } of part.parameters) fixed[name] = { data: (numbers.get(name) as Floats).view, shape }
  for (const { tensor, floats } of masks) fixed[tensor.name] = { data: floats.view, shape: tensor.shape }
  let session: Promise<Session> | undefined

  return {
    async differentiate(inputs, draw) {
      const feeds = { ...fixed, ...feedsOf(part.inputs, inputs, fixed) }
      for (const { tensor, rate, floats } of masks) memory.drawMask(floats, rate, seedOf(seed, tensor.name), draw)
      session ??= openSession(writeOnnx(part), { threads, device, waiting: 'spin' })
      const results = await (await session).run(feeds, into)
      for (const { from, to } of copies) to.view.set(from.view)
      const value = Number(results[loss.name]?.[0])
      if (Number.isFinite(value)) addSparse(inputs)
      return { loss: value, results: named(metrics, results) }
    },
    async close() {
      await (await session)?.close()
    },
  }

  function slopeOf({ name }: Tensor): Floats {
    return (moved.get(name) as { slope: Floats }).slope
  }

  function addSparse(inputs: Readonly<Record<string, TensorData>>): void {
    for (const [name, { view }] of idsOf) view.set((inputs[name] ?? graph.constants.get(name)?.data) as BigInt64Array)
    for (const { parameter, dense: one, sparse } of whole) {
      const slope = slopeOf(parameter)
      if (!one) slope.view.fill(0)
      for (const { ids, rows, factor } of sparse) {
        const [places, floats] = [idsOf.get(ids.name) as Ids, rowsOf.get(rows.name) as Floats]
        memory.addRows(slope, places, floats, parameter.shape[1] as number, factor)
      }
    }
    tables.take(index, idsOf, rowsOf)
  }
}

const named = (metrics: Readonly<Record<string, Tensor>>, results: Results): Results =>
  Object.fromEntries(Object.entries(metrics).map(([name, output]) => [name, results[output.name] as TensorData]))
