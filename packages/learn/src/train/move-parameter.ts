import type { Floats, TrainingKernels } from '@attune/kernels'
import type { Moved } from './lay-out.ts'
import type { CompleteOptimiser } from './optimiser.ts'

interface Move {
  readonly learningRate: number
  /** From 1 on. */
  readonly step: number
  /** What the slope is multiplied with. */
  readonly factor: number
}

/** Moves one parameter along its slope. */
export function moveParameter(
  kernels: TrainingKernels,
  optimiser: CompleteOptimiser,
  { numbers, moments, decays }: Moved,
  slope: Floats,
  move: Move,
): void {
  const [first, second] = moments as readonly [Floats, Floats]
  const decay = decays ? optimiser.decay : 0
  if (optimiser.kind === 'descent') kernels.descend(numbers, slope, first, { ...optimiser, ...move, decay })
  else if (optimiser.kind === 'lamb') kernels.lamb(numbers, slope, first, second, { ...optimiser, ...move, decay })
  else kernels.adamW(numbers, slope, first, second, { ...optimiser, ...move, decay })
}
