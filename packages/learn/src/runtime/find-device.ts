import { Graph } from '../graph/graph.ts'
import { prune } from '../graph/prune.ts'
import { writeOnnx } from '../graph/write-onnx.ts'
import { LearnError } from '../learn-error.ts'
import { add } from '../ops/arithmetic.ts'
import { type Device, openSession } from './open-session.ts'

/** Beside the processor, in the order in which they are tried. */
const accelerators = ['cuda', 'webgpu'] as const

export type WantedDevice = Device | 'auto'

export interface FoundDevice {
  readonly device: Device
  /** Devices that were tried before and cannot be used, and why. */
  readonly passedOver: Readonly<Partial<Record<Device, string>>>
}

/**
 * The device to work on: the one that is named, or with `auto` the first that a small sum can be worked out on.
 *
 * @throws LearnError `no-device` when a named one cannot be used
 */
export async function findDevice(wanted: WantedDevice): Promise<FoundDevice> {
  if (wanted === 'cpu') return { device: 'cpu', passedOver: {} }
  if (wanted !== 'auto') {
    const why = await obstacleOf(wanted)
    if (why === undefined) return { device: wanted, passedOver: {} }
    throw new LearnError(
      'no-device',
      `There is no ${wanted} that ONNX Runtime can use here: ${why} Take cpu, or auto for whatever there is.`,
      { device: wanted },
    )
  }
  const passedOver: Partial<Record<Device, string>> = {}
  for (const device of accelerators) {
    const why = await obstacleOf(device)
    if (why === undefined) return { device, passedOver }
    passedOver[device] = why
  }
  return { device: 'cpu', passedOver }
}

/** Why a device cannot be used, as a sentence; undefined where it can. */
async function obstacleOf(device: Device): Promise<string | undefined> {
  const onnx = await import('onnxruntime-node')
  if (!onnx.listSupportedBackends().some(({ name }) => name === device))
    return 'this build of it does not know such devices.'
  const graph = new Graph()
  const x = graph.input('x', 'float32', [2])
  const y = add(x, x)
  try {
    const session = await openSession(writeOnnx(prune(graph, [y])), { device })
    try {
      const found = await session.run({ x: { data: Float32Array.of(1, 2.5), shape: [2] } })
      return found[y.name]?.join() === '2,5' ? undefined : 'it cannot even add.'
    } finally {
      await session.close()
    }
  } catch (error) {
    // The library tells where it was built; the last part says what is wrong.
    const text = error instanceof Error ? error.message : ''
    return `${
      text
        .split(/\n|: /)
        .findLast((part) => part.trim() !== '')
        ?.trim()
        .slice(0, 200) ?? 'it fails'
    }.`
  }
}
