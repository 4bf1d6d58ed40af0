import { LearnError } from '../learn-error.ts'
import type { Attribute } from './attribute.ts'
import { foldConstants } from './fold-constants.ts'
import { type DataType, type Shape, shapeText, sizeOf, type Tensor } from './tensor.ts'

export interface GraphNode {
  readonly op: string
  readonly domain: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, Attribute>>
}

export type Numbers = Float32Array | BigInt64Array | Int32Array | Int8Array | Uint8Array

export interface Constant {
  readonly tensor: Tensor
  readonly data: Numbers
}

/** How a parameter begins and how it is treated. */
export interface ParameterOptions {
  /** Numbers it begins with. */
  readonly start: Start
  /** Whether weight decay draws it to zero. Default: when it has two or more dimensions. */
  readonly decay?: boolean
  /** Frozen: it takes part, but no gradient is worked out and nothing moves it. Default false. */
  readonly frozen?: boolean
  /**
   * What a step of a training walks: all of it, or only the rows that its batches name, for large tables that `embed` alone
   * reads (`rowOptimiser`). Default `all`.
   */
  readonly moves?: 'all' | 'rows'
}

/** `uniform` and `normal` draw from the seed of the training; `data` is taken as it is. */
export type Start =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'normal'; readonly deviation: number }
  | { readonly kind: 'uniform'; readonly bound: number }
  | { readonly kind: 'data'; readonly data: Float32Array }

export interface Parameter {
  readonly tensor: Tensor
  readonly start: Start
  readonly decay: boolean
  readonly frozen: boolean
  readonly moves: 'all' | 'rows'
}

/** What a node gives back of the gradient of its output: one for each of its inputs, null where none flows. */
export interface Recorded {
  readonly output: Tensor
  readonly inputs: readonly Tensor[]
  readonly pullBack: (gradient: Tensor) => readonly (Tensor | null)[]
  /** The gradients of the inputs that are parameters as sums over rows, where they are such. */
  readonly overRows?: (gradient: Tensor) => readonly RowSum[]
}

/** A gradient of a parameter that is a sum over rows, each of which belongs to one example. */
export type RowSum = { readonly parameter: Tensor; readonly factor: number } & (
  | {
      /** factor · leftᵀ · right: [n × in] and [n × out]. */
      readonly kind: 'product'
      readonly left: Tensor
      readonly right: Tensor
    }
  | {
      /** factor times the sum of the rows, [n × d]. */
      readonly kind: 'sum'
      readonly rows: Tensor
    }
  | {
      /** Row i times factor belongs to row ids[i] of the parameter. */
      readonly kind: 'scatter'
      readonly ids: Tensor
      readonly rows: Tensor
    }
)

/** Rows of a gradient that has few: `rows[i]` times `factor` belongs to row `ids[i]`, the same row may come often. */
export interface SparseRows {
  readonly ids: Tensor
  readonly rows: Tensor
  readonly factor: number
}

export interface EmitOptions {
  readonly attributes?: Readonly<Record<string, Attribute>>
  readonly domain?: string
  readonly type?: DataType
}

/**
 * A computation with static shapes, written node by node and run later as one ONNX model. The functions of `ops` write
 * into it; what they write twice with the same inputs and attributes is there once.
 */
export class Graph {
  readonly nodes: GraphNode[] = []
  readonly inputs: Tensor[] = []
  readonly outputs: Tensor[] = []
  readonly parameters: Parameter[] = []
  readonly constants: Map<string, Constant> = new Map()
  /** What `gradients` walks back. */
  readonly tape: Recorded[] = []
  /** Inputs that are filled with 0 and 1 / (1 − rate) at random in every step of a training. */
  readonly masks: { readonly tensor: Tensor; readonly rate: number }[] = []
  /** Sparse gradients by name of the parameter, filled while the tape is walked back. */
  readonly sparse: Map<string, SparseRows[]> = new Map()
  /** Only operators of the ONNX standard, so that any runtime runs it; else ONNX Runtime's own where they are faster. */
  readonly standard: boolean
  readonly #names = new Set<string>()
  readonly #recorded = new Set<string>()
  readonly #written = new Map<string, readonly string[]>()
  #next = 0

  constructor({ standard = false }: { readonly standard?: boolean } = {}) {
    this.standard = standard
  }

  /**
   * An input whose numbers come with each run.
   *
   * @throws LearnError `duplicate-name`, `bad-shape`
   */
  input(name: string, type: DataType, shape: Shape): Tensor {
    this.#claim(name, shape)
    const tensor = this.#tensor(name, type, shape, false)
    this.inputs.push(tensor)
    return tensor
  }

  /**
   * A parameter: numbers that training moves.
   *
   * @throws LearnError `duplicate-name`, `bad-shape`
   */
  parameter(name: string, shape: Shape, options: ParameterOptions): Tensor {
    this.#claim(name, shape)
    const { start, decay = shape.length > 1, frozen = false, moves = 'all' } = options
    if (start.kind === 'data' && start.data.length !== sizeOf(shape))
      throw new LearnError('bad-shape', `${name}: ${start.data.length} numbers do not fill ${shapeText(shape)}.`)
    const tensor = this.#tensor(name, 'float32', shape, !frozen)
    this.parameters.push({ tensor, start, decay, frozen, moves })
    return tensor
  }

  /**
   * A constant; small ones with the same numbers are there once.
   *
   * @param type of bytes: `bool`, unless they are numbers (`uint8`)
   */
  constant(data: Numbers, shape: Shape = [data.length], type: DataType = typeOf(data)): Tensor {
    if (data.length !== sizeOf(shape))
      throw new LearnError('bad-shape', `${data.length} numbers do not fill ${shapeText(shape)}.`)
    const key = data.length <= 64 ? `${type} ${shape.join(',')}: ${data.join(',')}` : undefined
    const known = key === undefined ? undefined : this.#written.get(key)?.[0]
    const constant = known === undefined ? undefined : this.constants.get(known)
    if (constant) return constant.tensor
    const tensor = this.#tensor(this.#fresh('constant'), type, shape, false)
    this.constants.set(tensor.name, { tensor, data })
    if (key !== undefined) this.#written.set(key, [tensor.name])
    return tensor
  }

  scalar(value: number): Tensor {
    return this.constant(Float32Array.of(value), [])
  }

  /** Whole numbers as ONNX takes axes and shapes. */
  indices(values: readonly number[]): Tensor {
    return this.constant(BigInt64Array.from(values, (value) => BigInt(value)))
  }

  /** Writes a node with one output, which has no gradient until `record` says how it flows. */
  emit(op: string, inputs: readonly Tensor[], shape: Shape, options: EmitOptions = {}): Tensor {
    const [output] = this.emitMany(op, inputs, [shape], options)
    return output as Tensor
  }

  emitMany(op: string, inputs: readonly Tensor[], shapes: readonly Shape[], options: EmitOptions = {}): Tensor[] {
    const { attributes = {}, domain = '', type = 'float32' } = options
    for (const input of inputs)
      if (input.graph !== this) throw new LearnError('bad-option', `${op}: ${input.name} belongs to another graph.`)
    const folded =
      shapes.length === 1 && domain === '' ? foldConstants(this, op, inputs, shapes[0] as Shape) : undefined
    if (folded) return [folded]
    const names = inputs.map(({ name }) => name)
    const key = `${domain} ${op} ${names.join(' ')} ${JSON.stringify(attributes)} ${shapes.length}`
    let outputs = this.#written.get(key)
    if (outputs === undefined) {
      outputs = shapes.map(() => this.#fresh(op))
      this.nodes.push({ op, domain, inputs: names, outputs, attributes })
      this.#written.set(key, outputs)
    }
    return outputs.map((name, i) => this.#tensor(name, type, shapes[i] as Shape, false))
  }

  /**
   * Says how the gradient of an output flows to its inputs; without an input that has one, nothing is remembered.
   *
   * @param overRows the gradients of parameters as sums over rows, for learning that tells examples apart
   * @returns the output, now differentiable
   */
  record(
    output: Tensor,
    inputs: readonly Tensor[],
    pullBack: Recorded['pullBack'],
    overRows?: Recorded['overRows'],
  ): Tensor {
    if (!inputs.some(({ differentiable }) => differentiable)) return output
    // What changes nothing was left out.
    const unchanged = inputs.find(({ name }) => name === output.name)
    if (unchanged) return unchanged
    const differentiable = { ...output, differentiable: true }
    // Written twice, it is one node: its gradient flows once.
    if (this.#recorded.has(output.name)) return differentiable
    this.#recorded.add(output.name)
    this.tape.push({ output: differentiable, inputs, pullBack, ...(overRows ? { overRows } : {}) })
    return differentiable
  }

  /** A result of every run. */
  output(tensor: Tensor): void {
    if (!this.outputs.some(({ name }) => name === tensor.name)) this.outputs.push(tensor)
  }

  #tensor(name: string, type: DataType, shape: Shape, differentiable: boolean): Tensor {
    return { graph: this, name, type, shape: [...shape], differentiable }
  }

  #fresh(word: string): string {
    let name: string
    do name = `${word}_${this.#next++}`
    while (this.#names.has(name))
    this.#names.add(name)
    return name
  }

  #claim(name: string, shape: Shape): void {
    if (this.#names.has(name)) throw new LearnError('duplicate-name', `There is a ${name} in this graph already.`)
    if (shape.some((length) => !Number.isInteger(length) || length < 1))
      throw new LearnError('bad-shape', `${name}: every length of ${shapeText(shape)} must be a whole number above 0.`)
    this.#names.add(name)
  }
}

function typeOf(data: Numbers): DataType {
  if (data instanceof Float32Array) return 'float32'
  if (data instanceof BigInt64Array) return 'int64'
  if (data instanceof Int8Array) return 'int8'
  return data instanceof Int32Array ? 'int32' : 'bool'
}
