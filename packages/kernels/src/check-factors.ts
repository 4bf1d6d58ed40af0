import { KernelError } from './kernel-error.ts'
import { largestValue } from './largest-value.ts'

/**
 * A row-major matrix of `dimensions` columns. Returns its number of rows.
 *
 * @throws KernelError `bad-shape`, `bad-value`
 */
export function checkFactors(factors: Float32Array, dimensions: number, name: string): number {
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > 65_536)
    throw new KernelError('bad-shape', 'dimensions must be a whole number from 1 to 65536.', { dimensions })
  if (factors.length % dimensions !== 0)
    throw new KernelError('bad-shape', `${name}: ${factors.length} numbers are no whole rows of ${dimensions}.`, {
      name,
    })
  for (let at = 0; at < factors.length; at++) {
    if (!(Math.abs(factors[at] as number) <= largestValue)) {
      const message = `${name}: number ${at} is ${factors[at]}; it must be finite and at most ${largestValue} in size.`
      throw new KernelError('bad-value', message, { name, at })
    }
  }
  return factors.length / dimensions
}
