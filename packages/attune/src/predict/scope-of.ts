import type { Scope } from '@attune/learn'
import { z } from 'zod'
import { attuneError } from '../errors.ts'
import type { OpenedModel } from '../finetune/open-saved-model.ts'

/** What `classifier.json` says of what belongs to no class; models of bytes and distilled ones may lack it. */
export const scopeSchema = {
  scope: z
    .object({
      kind: z.enum(['softmax', 'energy', 'distance', 'nearest']),
      neighbours: z.int().min(1).max(10_000).optional(),
    })
    .optional(),
  quantised: z.unknown().optional(),
}

interface ScopeFacts {
  readonly scope?: { readonly kind: Scope['kind']; readonly neighbours?: number | undefined } | undefined
}

/**
 * How a saved classifier tells that a text belongs to no class: as it was trained to; by energy where it was not trained to, as by distillation.
 *
 * @throws AttuneError `bad-model`
 */
export function scopeOf(folder: string, { facts, shape, model }: OpenedModel<ScopeFacts>): Scope {
  const { scope } = facts
  if (!scope || scope.kind === 'energy') return { kind: 'energy' }
  if (scope.kind === 'softmax') return { kind: 'softmax' }
  const { width } = shape
  const part = (name: string): Float32Array => model.parameters.get(`scope.${name}`) ?? new Float32Array(0)
  const [means, whitening, vectors] = [part('means'), part('whitening'), part('vectors')]
  const isWhole = (rows: Float32Array): boolean => rows.length > 0 && rows.length % width === 0
  if (scope.kind === 'distance' && isWhole(means) && whitening.length === width * width)
    return { kind: 'distance', means, whitening }
  if (scope.kind === 'nearest' && isWhole(vectors))
    return { kind: 'nearest', vectors, neighbours: scope.neighbours ?? 1 }
  throw attuneError(
    'bad-model',
    `The classifier in ${folder} cannot be used: what tells that a text belongs to no class is missing, or of another shape.`,
  )
}
