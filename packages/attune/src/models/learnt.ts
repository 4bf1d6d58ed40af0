import { decodeSafetensors, encodeSafetensors, type Interactions, idMapOf, type Tensor } from '@attune/recommend'
import { digestLength, digestUnder } from '../protect/rights/subject-digest.ts'

/** The same data, persons by keyed digests: whoever has the files and not the key cannot look a person up in them. */
export function withDigests(interactions: Interactions, key: Uint8Array, workspace: string): Interactions {
  const digests = interactions.persons.ids.map((personId) => digestUnder(key, workspace, personId))
  return { ...interactions, persons: idMapOf(digests) }
}

/** What a model learnt from as the bytes of a file; items have the numbers of the model. */
export function encodeLearnt({ persons, indptr, indices, values, times }: Interactions): Uint8Array {
  return encodeSafetensors({ indptr, indices, values, times, persons: Buffer.from(persons.ids.join(''), 'latin1') })
}

/** @throws Error, RecommendError when the bytes are not what `encodeLearnt` writes for a model with these items */
export function decodeLearnt(bytes: Buffer, itemIds: readonly string[]): Interactions {
  const { persons, indptr, indices, values, times } = arraysOf(bytes)
  if (
    !(persons instanceof Uint8Array && indptr instanceof Int32Array && indices instanceof Int32Array) ||
    !(values instanceof Float32Array && times instanceof Float64Array) ||
    persons.length !== (indptr.length - 1) * digestLength ||
    [values.length, times.length, indptr.at(-1)].some((length) => length !== indices.length) ||
    indices.some((item) => item < 0 || item >= itemIds.length)
  )
    throw new Error('learnt.safetensors does not fit the model')
  const text = Buffer.from(persons.buffer, persons.byteOffset, persons.length).toString('latin1')
  const digests = Array.from({ length: indptr.length - 1 }, (_, person) =>
    text.slice(person * digestLength, (person + 1) * digestLength),
  )
  return { persons: idMapOf(digests), items: idMapOf(itemIds), indptr, indices, values, times }
}

/** The arrays of a safetensors file. */
export const arraysOf = (bytes: Buffer): Readonly<Record<string, Tensor>> => decodeSafetensors(bytes).arrays
