import { parseArgs } from 'node:util'
import { createKernels, type Kernels, type LabelledRows, openAdagrad, openBpr, openFtrl } from '@attune/kernels'
import type { Bench, Figure } from './figure.ts'

const title = 'Gradient descent in the kernels, synthetic data'

const repeats = 5
const ftrlShape = { rows: 200_000, features: 20, tableSize: 2 ** 20 }
const bprShape = { rows: 6_040, columns: 3_700, entries: 1_000_000, dimensions: 64 }
const tableShape = { rows: 1_000_000, dimensions: 16, gradients: 100_000 }

/** Numbers in [0, 1), the same every time. */
function uniform(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Rows of features drawn with a skew (the cube of a uniform number); what the first two are makes the label. */
export function hashedRows(rowCount: number, width: number): LabelledRows {
  const random = uniform(1)
  const features = new Uint32Array(rowCount * width)
  const labels = new Uint8Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    for (let k = 0; k < width; k++) {
      const id = k < 2 ? Math.floor(random() * 4) : Math.floor(random() ** 3 * 1_000_000)
      features[row * width + k] = Math.imul(id * width + k + 1, 0x9e3779b1)
      if (k < 2 && id < 2) labels[row] = random() < 0.5 ? 1 : 0
    }
  }
  return { indptr: Int32Array.from({ length: rowCount + 1 }, (_, row) => row * width), features, labels }
}

/** Interactions of two groups of rows, each with its half of the columns; some columns are far more popular. */
function interactions({ rows, columns, entries }: typeof bprShape) {
  const random = uniform(2)
  const perRow = Math.round(entries / rows)
  const indptr = Int32Array.from({ length: rows + 1 }, (_, row) => row * perRow)
  const indices = new Int32Array(rows * perRow)
  for (let at = 0; at < indices.length; at++)
    indices[at] = 2 * Math.floor(random() ** 2 * (columns / 2)) + (Math.floor(at / perRow) % 2)
  return { indptr, indices, columnCount: columns }
}

const noise = (length: number, seed: number): Float32Array => {
  const random = uniform(seed)
  return Float32Array.from({ length }, () => 0.2 * (random() - 0.5))
}

function openSyntheticBpr(kernels: Kernels, shape: typeof bprShape) {
  return openBpr(kernels, {
    matrix: interactions(shape),
    dimensions: shape.dimensions,
    rowFactors: noise(shape.rows * shape.dimensions, 3),
    columnFactors: noise(shape.columns * shape.dimensions, 4),
    columnBiases: new Float32Array(shape.columns),
    seed: 1,
  })
}

/** Median rate of some repetitions, after one that warms up. */
async function medianRate(units: number, work: () => Promise<unknown>): Promise<number> {
  await work()
  const rates: number[] = []
  for (let repeat = 0; repeat < repeats; repeat++) {
    const started = performance.now()
    await work()
    rates.push((1000 * units) / (performance.now() - started))
  }
  return rates.sort((a, b) => a - b)[(repeats - 1) / 2] as number
}

async function ftrlFigure(): Promise<Figure> {
  const { rows, features, tableSize } = ftrlShape
  await using kernels = await createKernels({ threads: 1 })
  using model = openFtrl(kernels, { tableSize })
  const labelled = hashedRows(rows, features)
  const rate = await medianRate(rows, () => model.update(labelled))
  return {
    measure: `FTRL logistic regression, one thread, ${features} features a row, 2²⁰ coordinates`,
    value: Math.round(rate),
    unit: 'rows/s',
    asked: '≥ 500,000',
    met: rate >= 500_000,
  }
}

async function bprFigure(threads: number): Promise<Figure> {
  await using kernels = await createKernels({ threads })
  using bpr = openSyntheticBpr(kernels, bprShape)
  const parameters = { learningRate: 0.05, regularization: 0.01 }
  const rate = await medianRate(bprShape.entries, () => bpr.epoch({ ...parameters, triples: bprShape.entries }))
  const what = `${bprShape.rows} × ${bprShape.columns}, ${bprShape.entries} entries, d = ${bprShape.dimensions}`
  return { measure: `BPR, ${what}, threads: ${threads}`, value: Math.round(rate), unit: 'triples/s' }
}

async function adagradFigure(): Promise<Figure> {
  const { rows, dimensions, gradients } = tableShape
  await using kernels = await createKernels({ threads: 1 })
  using optimiser = openAdagrad(kernels, { table: noise(rows * dimensions, 5), dimensions })
  const random = uniform(6)
  const ids = Int32Array.from({ length: gradients }, () => Math.floor(random() ** 2 * rows))
  const gradient = { rows: ids, gradients: noise(gradients * dimensions, 7) }
  const rate = await medianRate(gradients, () => optimiser.step(gradient, { learningRate: 0.05 }))
  return {
    measure: `Row-wise Adagrad, table of ${rows} × ${dimensions}, one thread, checks and copies included`,
    value: Math.round(rate),
    unit: 'gradients/s',
  }
}

export const descentBench: Bench = {
  name: 'descent',
  title,
  async run() {
    return [await ftrlFigure(), await bprFigure(1), await bprFigure(2), await adagradFigure()]
  },
  async check() {
    await using kernels = await createKernels({ threads: 2 })
    using model = openFtrl(kernels, { tableSize: 2 ** 18 })
    const rows = hashedRows(20_000, ftrlShape.features)
    const [first, second] = [await model.update(rows), await model.update(rows)]
    if (!(second < first && first < Math.LN2))
      throw new Error(`FTRL learns nothing: log-loss ${first}, then ${second}.`)
    using bpr = openSyntheticBpr(kernels, { rows: 500, columns: 200, entries: 20_000, dimensions: 16 })
    let ordered = 0
    for (let epoch = 0; epoch < 20; epoch++)
      ordered = (await bpr.epoch({ learningRate: 0.05, regularization: 0.01 })).ordered
    if (!(ordered > 0.8)) throw new Error(`BPR learns nothing: ${ordered} of the triples are in order.`)
  },
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { json: { type: 'boolean' } } })
  const figures = await descentBench.run()
  if (values.json) console.log(JSON.stringify(figures, null, 2))
  else for (const { measure, value, unit } of figures) console.log(`${measure}: ${value.toLocaleString('en')} ${unit}`)
}
