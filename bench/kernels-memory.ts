import { readFileSync } from 'node:fs'
import { createKernels, openIals } from '@attune/kernels'

// Run in a process of its own by kernels-ials.ts: node kernels-memory.ts MATRIX COLUMNS DIMENSIONS. Holds the matrix as
// anybody would, iterates once and prints the most memory that the process ever had.
const [matrix = '', columns = '', wanted = ''] = process.argv.slice(2)
const dimensions = Number(wanted)
const columnCount = Number(columns)
const bytesOf = (part: string): ArrayBufferLike => readFileSync(`${matrix}.${part}`).buffer
const indptr = new Int32Array(bytesOf('indptr'))
const indices = new Int32Array(bytesOf('indices'))
const values = new Float32Array(bytesOf('values'))

function start(length: number): Float32Array {
  const factors = new Float32Array(length)
  for (let at = 0; at < length; at++) factors[at] = 0.01 * Math.abs(Math.sin(at + 1))
  return factors
}

await using kernels = await createKernels({ threads: 2 })
using ials = openIals(kernels, {
  matrix: { indptr, indices, values, columnCount },
  dimensions,
  rowFactors: start((indptr.length - 1) * dimensions),
  columnFactors: start(columnCount * dimensions),
})
await ials.solveRows({ regularization: 0.01 })
await ials.solveColumns({ regularization: 0.01 })
console.log(JSON.stringify({ peakBytes: process.resourceUsage().maxRSS * 1024 }))
