import * as onnx from 'onnxruntime-node'
import { expect, test } from 'vitest'
import { Graph } from '../graph/graph.ts'
import { linear } from '../ops/matrix.ts'
import { findDevice } from './find-device.ts'
import { openInference } from './open-inference.ts'

test('the processor is always there', async () => {
  expect(await findDevice('cpu')).toEqual({ device: 'cpu', passedOver: {} })
})

test('auto finds one that works, and says why others do not; what a named one lacks is said too', async () => {
  const { device, passedOver } = await findDevice('auto')
  expect(onnx.listSupportedBackends().map(({ name }) => name)).toContain(device)
  for (const [other, why] of Object.entries(passedOver)) {
    expect(why).toMatch(/\.$/)
    await expect(findDevice(other as 'cuda')).rejects.toMatchObject({ code: 'no-device', details: { device: other } })
  }
  if (device === 'cpu') expect(Object.keys(passedOver)).toEqual(['cuda', 'webgpu'])

  // Whatever it is, it works out the same.
  const graph = new Graph()
  const parameter = (name: string, shape: number[]) =>
    graph.parameter(name, shape, { start: { kind: 'constant', value: 0 } })
  const y = linear(graph.input('x', 'float32', [1, 2]), parameter('w', [2, 2]), parameter('b', [2]))
  const numbers = new Map([
    ['w', Float32Array.of(1, 2, 3, 4)],
    ['b', Float32Array.of(0.5, -0.5)],
  ])
  const network = await openInference(graph, { y }, numbers, { device })
  const found = await network.run({ x: Float32Array.of(1, 10) })
  await network.close()
  for (const [i, expected] of [31.5, 41.5].entries()) expect(found.y?.[i]).toBeCloseTo(expected, 3)
})
