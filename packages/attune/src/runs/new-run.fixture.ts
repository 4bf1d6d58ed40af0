import type { NewRun } from './run-ledger.ts'

/** A run as it is begun; for tests. */
export const newRun: NewRun = {
  workspace: 'default',
  kind: 'classify',
  settings: { seed: 1, train: '/home/somebody/reviews.csv', out: null },
  keepSeconds: 60,
  versions: { attune: '0', node: '0', onnxRuntime: '0' },
  device: { kind: 'cpu', name: 'a processor', system: 'Linux' },
}
