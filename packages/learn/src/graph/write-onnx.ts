import type { Attribute } from './attribute.ts'
import type { GraphNode, Numbers } from './graph.ts'
import { ProtobufWriter } from './protobuf-writer.ts'
import type { NeededPart } from './prune.ts'
import type { DataType, Tensor } from './tensor.ts'

/** Numbers of onnx.proto, `TensorProto.DataType`. */
const dataTypes: Readonly<Record<DataType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
}
/** Numbers of onnx.proto, `AttributeProto.AttributeType`. */
const attributeTypes = { float: 1, int: 2, text: 3, ints: 7 } as const

/** Opset 20 (the newest that transformers.js and the Python packages of the day read without a word), IR version 9. */
const opset = 20
const irVersion = 9

/**
 * An ONNX model of a part of a graph. Parameters whose numbers are given become initialisers; the others are inputs.
 *
 * @param weights numbers by name of the parameter
 * @param shapes of inputs and outputs whose lengths are not all known: names stand for those that come with each run
 */
export function writeOnnx(
  part: NeededPart,
  weights: ReadonlyMap<string, Float32Array> = new Map(),
  shapes: ReadonlyMap<string, readonly (number | string)[]> = new Map(),
): Uint8Array {
  const model = new ProtobufWriter()
  model.int(1, irVersion)
  model.text(2, 'attune')
  model.message(7, (graph) => {
    for (const node of part.nodes) graph.message(1, (writer) => writeNode(writer, node))
    graph.text(2, 'attune')
    for (const { tensor, data } of part.constants.values())
      graph.message(5, (writer) => writeNumbers(writer, tensor, data))
    const inputs = [...part.inputs]
    for (const parameter of part.parameters) {
      const data = weights.get(parameter.name)
      if (data) graph.message(5, (writer) => writeNumbers(writer, parameter, data))
      else inputs.push(parameter)
    }
    for (const input of inputs) graph.message(11, (writer) => writeValue(writer, input, shapes.get(input.name)))
    for (const output of part.outputs)
      graph.message(12, (writer) => writeValue(writer, output, shapes.get(output.name)))
  })
  model.message(8, (writer) => {
    writer.text(1, '')
    writer.int(2, opset)
  })
  // Only where it is used: other runtimes refuse a model that names a domain they do not have.
  if (part.nodes.some(({ domain }) => domain === 'com.microsoft'))
    model.message(8, (writer) => {
      writer.text(1, 'com.microsoft')
      writer.int(2, 1)
    })
  return model.finish()
}

function writeNode(writer: ProtobufWriter, { op, domain, inputs, outputs, attributes }: GraphNode): void {
  for (const input of inputs) writer.text(1, input)
  for (const output of outputs) writer.text(2, output)
  writer.text(4, op)
  for (const [name, value] of Object.entries(attributes))
    writer.message(5, (attribute) => writeAttribute(attribute, name, value))
  if (domain !== '') writer.text(7, domain)
}

function writeAttribute(writer: ProtobufWriter, name: string, value: Attribute): void {
  writer.text(1, name)
  if (typeof value === 'number') {
    writer.int(3, value)
    writer.int(20, attributeTypes.int)
  } else if (typeof value === 'string') {
    writer.text(4, value)
    writer.int(20, attributeTypes.text)
  } else if ('float' in value) {
    writer.float(2, value.float)
    writer.int(20, attributeTypes.float)
  } else {
    for (const one of value) writer.int(8, one)
    writer.int(20, attributeTypes.ints)
  }
}

function writeNumbers(writer: ProtobufWriter, { name, type, shape }: Tensor, data: Numbers): void {
  for (const length of shape) writer.int(1, length)
  writer.int(2, dataTypes[type])
  writer.text(8, name)
  writer.bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
}

function writeValue(
  writer: ProtobufWriter,
  { name, type, shape }: Tensor,
  open: readonly (number | string)[] = shape,
): void {
  writer.text(1, name)
  writer.message(2, (kind) =>
    kind.message(1, (tensor) => {
      tensor.int(1, dataTypes[type])
      tensor.message(2, (dimensions) => writeShape(dimensions, open))
    }),
  )
}

function writeShape(writer: ProtobufWriter, shape: readonly (number | string)[]): void {
  for (const length of shape)
    writer.message(1, (dimension) =>
      typeof length === 'number' ? dimension.int(1, length) : dimension.text(2, length),
    )
}
