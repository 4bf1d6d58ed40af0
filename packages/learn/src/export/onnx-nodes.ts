import type { Attribute } from '../graph/attribute.ts'
import { type Constant, Graph, type GraphNode, type Numbers } from '../graph/graph.ts'
import type { NeededPart } from '../graph/prune.ts'
import type { DataType, Shape, Tensor } from '../graph/tensor.ts'

/** Lengths of a dimension: a number, or the name of one that is known with each run. */
export type OpenShape = readonly (number | string)[]

/** Nodes of the ONNX standard whose shapes are known with each run only: what `Graph` cannot hold. */
export class OnnxNodes {
  readonly #graph = new Graph({ standard: true })
  readonly #nodes: GraphNode[] = []
  readonly #constants = new Map<string, Constant>()
  readonly #parameters = new Map<string, Tensor>()
  readonly #inputs: Tensor[] = []
  readonly #outputs: Tensor[] = []
  /** Of inputs and outputs, by name. */
  readonly shapes: Map<string, OpenShape> = new Map()
  #next = 0

  input(name: string, type: DataType, shape: OpenShape): string {
    this.#inputs.push(this.#tensor(name, type))
    this.shapes.set(name, shape)
    return name
  }

  output(from: string, name: string, shape: OpenShape): void {
    this.#nodes.push({ op: 'Identity', domain: '', inputs: [from], outputs: [name], attributes: {} })
    this.#outputs.push(this.#tensor(name, 'float32'))
    this.shapes.set(name, shape)
  }

  parameter(name: string, shape: Shape): string {
    this.#parameters.set(name, this.#tensor(name, 'float32', shape))
    return name
  }

  constant(data: Numbers, shape: Shape = [data.length]): string {
    const key = `${data.constructor.name} ${shape.join()} ${data.join()}`
    const known = [...this.#constants.values()].find(
      ({ tensor, data: other }) => `${other.constructor.name} ${tensor.shape.join()} ${other.join()}` === key,
    )
    if (known) return known.tensor.name
    const name = `constant_${this.#next++}`
    const type = data instanceof Float32Array ? 'float32' : 'int64'
    this.#constants.set(name, { tensor: this.#tensor(name, type, shape), data })
    return name
  }

  scalar(value: number): string {
    return this.constant(Float32Array.of(value), [])
  }

  whole(...values: number[]): string {
    return this.constant(BigInt64Array.from(values, BigInt))
  }

  /** @returns the name of its output */
  emit(op: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    const output = `${op}_${this.#next++}`
    this.#nodes.push({ op, domain: '', inputs, outputs: [output], attributes })
    return output
  }

  part(): NeededPart {
    return {
      nodes: this.#nodes,
      inputs: this.#inputs,
      parameters: [...this.#parameters.values()],
      constants: this.#constants,
      outputs: this.#outputs,
    }
  }

  #tensor(name: string, type: DataType, shape: Shape = []): Tensor {
    return { graph: this.#graph, name, type, shape, differentiable: false }
  }
}
