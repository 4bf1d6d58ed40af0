import type { SavedArray } from '../files/safetensors.ts'
import { LearnError } from '../learn-error.ts'
import type { QuantisedMatrix } from './quantise-matrix.ts'
import type { QuantisedParameters } from './quantise-parameters.ts'

const scalesOf = (name: string): string => `${name}.scales`

/** As arrays of a file: bytes under their name, their scales beside them; one scale for each row [rows × 1] or column. */
export function quantisedArrays({ quantised, parameters }: QuantisedParameters): ReadonlyMap<string, SavedArray> {
  const arrays = new Map<string, SavedArray>()
  for (const [name, { shape, data, scales, along }] of quantised) {
    arrays.set(name, { shape, data })
    arrays.set(scalesOf(name), { shape: along === 'rows' ? [scales.length, 1] : [1, scales.length], data: scales })
  }
  for (const [name, data] of parameters) arrays.set(name, { shape: [data.length], data })
  return arrays
}

/**
 * Reads them back. Files without bytes give no quantised matrices.
 *
 * @throws LearnError `bad-file`
 */
export function readQuantisedArrays(arrays: ReadonlyMap<string, SavedArray>): QuantisedParameters {
  const quantised = new Map<string, QuantisedMatrix>()
  const parameters = new Map<string, Float32Array>()
  const bad = (name: string): LearnError =>
    new LearnError('bad-file', `This model is broken: ${name} is neither floats nor bytes with their scales.`)
  for (const [name, { shape, data }] of arrays) {
    if (data instanceof Int8Array) {
      const scales = arrays.get(scalesOf(name))
      const [rows = 0, columns = 0] = shape
      const along = scales?.shape.join() === `${rows},1` ? 'rows' : 'columns'
      const fits = along === 'rows' || scales?.shape.join() === `1,${columns}`
      if (shape.length !== 2 || !fits || !(scales?.data instanceof Float32Array)) throw bad(name)
      quantised.set(name, { shape, data, scales: scales.data, along })
    } else if (!(data instanceof Float32Array)) throw bad(name)
    else if (!(name.endsWith('.scales') && arrays.get(name.slice(0, -'.scales'.length))?.data instanceof Int8Array))
      parameters.set(name, data)
  }
  return { quantised, parameters }
}
