import type * as Onnx from 'onnxruntime-node'
import type { DataType, Shape } from '../graph/tensor.ts'

/** Execution providers of ONNX Runtime. This package's tests run on the processor alone; WebGPU was tried by hand. */
export type Device = 'cpu' | 'webgpu' | 'cuda'

export interface SessionOptions {
  /** What works out the graph; what it cannot, the processor does. `findDevice` says whether it is there. Default `cpu`. */
  readonly device?: Device
  /** Threads of the matrix products. Default: as many as ONNX Runtime likes. */
  readonly threads?: number
  /**
   * What a thread does between two pieces of work: sleep, so that the processor is free for others, or look out for the next one for
   * a moment, which makes the many small operations of a training step faster. Default `sleep`.
   */
  readonly waiting?: 'sleep' | 'spin'
}

export type TensorData = Float32Array | BigInt64Array | Int32Array | Int8Array | Uint8Array

export interface Session {
  /**
   * One run. What stands in `into` is written there and nowhere else, without a copy.
   *
   * @param feeds by name of the input; read where they are, without a copy
   */
  run(feeds: Feeds, into?: Feeds): Promise<Readonly<Record<string, TensorData>>>
  close(): Promise<void>
}

export interface Feed {
  readonly data: TensorData
  readonly shape: Shape
}
export type Feeds = Readonly<Record<string, Feed>>

/**
 * Makes a model ready to run. `run` keeps its thread busy until it is done: servers call it in a worker. The runtime is
 * loaded with the first session, so that who has none does not pay for it.
 */
export async function openSession(
  model: Uint8Array,
  { threads, device = 'cpu', waiting = 'sleep' }: SessionOptions = {},
): Promise<Session> {
  const onnx = await import('onnxruntime-node')
  // What goes wrong is thrown; printed too, it would only tell where the library was built.
  onnx.env.logLevel = 'fatal'
  const session = await onnx.InferenceSession.create(model, {
    logSeverityLevel: 3,
    ...(device === 'cpu' ? {} : { executionProviders: [device] }),
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    extra: { session: { intra_op: { allow_spinning: waiting === 'spin' ? '1' : '0' } } },
  })
  return {
    async run(feeds, into) {
      const given = tensors(onnx, feeds)
      const results = await (into ? session.run(given, fetches(onnx, session.outputNames, into)) : session.run(given))
      return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as TensorData]))
    },
    close: () => session.release(),
  }
}

type Runtime = typeof Onnx

const tensors = (onnx: Runtime, feeds: Feeds): Record<string, Onnx.Tensor> =>
  Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, tensorOf(onnx, feed)]))

/** Every output is asked for; those with a place of their own are written there. */
const fetches = (onnx: Runtime, names: readonly string[], into: Feeds): Record<string, Onnx.Tensor | null> =>
  Object.fromEntries(names.map((name) => [name, into[name] ? tensorOf(onnx, into[name]) : null]))

const types: Readonly<Record<string, DataType>> = {
  Float32Array: 'float32',
  BigInt64Array: 'int64',
  Int32Array: 'int32',
  Int8Array: 'int8',
  Uint8Array: 'bool',
}

function tensorOf(onnx: Runtime, { data, shape }: Feed): Onnx.Tensor {
  return new onnx.Tensor(types[data.constructor.name] as 'float32', data as Float32Array, shape)
}
