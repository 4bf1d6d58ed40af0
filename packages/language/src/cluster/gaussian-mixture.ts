import { LanguageError } from '../errors.ts'
import { checkClusters, checkMatrix } from './check-matrix.ts'
import { kMeans } from './k-means.ts'
import { cholesky, logDensity } from './normal-density.ts'

export interface GaussianMixtureOptions {
  readonly dimensions: number
  readonly clusters: number
  /** `diagonal`: each dimension for itself. `full`: with correlations, up to 64 dimensions. Default `diagonal`. */
  readonly covariance?: 'diagonal' | 'full'
  /** Added to every variance, so that a cluster of one point has one. Default 1e-6. */
  readonly ridge?: number
  /** Stops when the mean log-likelihood rises by less. Default 1e-4. */
  readonly tolerance?: number
  /** Default 200. */
  readonly maxRounds?: number
  readonly seed?: number
}

export interface GaussianMixture {
  /** Share of each component. */
  readonly weights: Float64Array
  /** clusters × dimensions. */
  readonly means: Float64Array
  /** One a component: dimensions × dimensions, lower triangle L of L Lᵀ = covariance. */
  readonly factors: readonly Float64Array[]
  /** rows × clusters: how much each row belongs to each component. */
  readonly responsibilities: Float64Array
  readonly labels: Int32Array
  /** Mean log-likelihood of a row after each round; it never falls. */
  readonly logLikelihoods: readonly number[]
  /** Bayesian information criterion (Schwarz 1978), to compare numbers of components: smaller is better. */
  readonly bic: number
}

/**
 * A mixture of normal distributions by expectation–maximisation (Dempster et al. 1977), begun from k-means.
 *
 * @param vectors rows × dimensions
 * @throws LanguageError `bad-vectors`, `bad-option`
 */
export function gaussianMixture(vectors: Float32Array, options: GaussianMixtureOptions): GaussianMixture {
  const { dimensions: d, clusters, covariance = 'diagonal', ridge = 1e-6, tolerance = 1e-4, maxRounds = 200 } = options
  const rows = checkMatrix(vectors, d)
  checkClusters(clusters, rows)
  if (covariance === 'full' && d > 64)
    throw new LanguageError(
      'bad-option',
      `Full covariances of ${d} dimensions: 64 at most; project or use diagonal ones.`,
    )
  const start = kMeans(vectors, {
    dimensions: d,
    clusters,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  })
  const responsibilities = new Float64Array(rows * clusters)
  for (const [i, label] of start.labels.entries()) responsibilities[i * clusters + label] = 1
  const weights = new Float64Array(clusters)
  const means = new Float64Array(clusters * d)
  const factors: Float64Array[] = Array.from({ length: clusters }, () => new Float64Array(d * d))
  const logLikelihoods: number[] = []
  for (let round = 0; round < maxRounds; round++) {
    for (let k = 0; k < clusters; k++) {
      const share = maximise(vectors, responsibilities, { k, clusters, d, ridge, full: covariance === 'full' }, means)
      weights[k] = share.weight
      factors[k] = cholesky(share.covariance, d)
    }
    logLikelihoods.push(expect(vectors, { weights, means, factors }, responsibilities, d))
    const [before, now] = logLikelihoods.slice(-2)
    if (now !== undefined && before !== undefined && now - before < tolerance) break
  }
  const labels = Int32Array.from({ length: rows }, (_, i) => {
    const own = responsibilities.subarray(i * clusters, (i + 1) * clusters)
    return own.reduce((best, share, k) => (share > (own[best] as number) ? k : best), 0)
  })
  const free = clusters - 1 + clusters * d + clusters * (covariance === 'full' ? (d * (d + 1)) / 2 : d)
  const bic = free * Math.log(rows) - 2 * rows * (logLikelihoods.at(-1) as number)
  return { weights, means, factors, responsibilities, labels, logLikelihoods, bic }
}

interface Shape {
  readonly k: number
  readonly clusters: number
  readonly d: number
  readonly ridge: number
  readonly full: boolean
}

/** The weight, mean (into `means`) and covariance of a component from what belongs to it. */
function maximise(
  vectors: Float32Array,
  responsibilities: Float64Array,
  { k, clusters, d, ridge, full }: Shape,
  means: Float64Array,
): { readonly weight: number; readonly covariance: Float64Array } {
  const rows = vectors.length / d
  const mean = means.subarray(k * d, (k + 1) * d).fill(0)
  let total = 1e-10
  for (let i = 0; i < rows; i++) {
    const own = responsibilities[i * clusters + k] as number
    total += own
    for (let a = 0; a < d; a++) (mean[a] as number) += own * (vectors[i * d + a] as number)
  }
  for (let a = 0; a < d; a++) (mean[a] as number) /= total
  const covariance = new Float64Array(d * d)
  for (let i = 0; i < rows; i++) {
    const own = (responsibilities[i * clusters + k] as number) / total
    if (own < 1e-14) continue
    for (let a = 0; a < d; a++) {
      const gap = own * ((vectors[i * d + a] as number) - (mean[a] as number))
      for (let b = full ? 0 : a; b <= a; b++)
        (covariance[a * d + b] as number) += gap * ((vectors[i * d + b] as number) - (mean[b] as number))
    }
  }
  for (let a = 0; a < d; a++) (covariance[a * d + a] as number) += ridge
  return { weight: total / rows, covariance }
}

/** Responsibilities from the components; returns the mean log-likelihood. */
function expect(
  vectors: Float32Array,
  mixture: Pick<GaussianMixture, 'weights' | 'means' | 'factors'>,
  responsibilities: Float64Array,
  d: number,
): number {
  const rows = vectors.length / d
  const clusters = mixture.weights.length
  const logs = new Float64Array(clusters)
  let total = 0
  for (let i = 0; i < rows; i++) {
    let highest = Number.NEGATIVE_INFINITY
    for (let k = 0; k < clusters; k++) {
      const mean = mixture.means.subarray(k * d, (k + 1) * d)
      logs[k] =
        Math.log(mixture.weights[k] as number) + logDensity(vectors, i, mean, mixture.factors[k] as Float64Array, d)
      highest = Math.max(highest, logs[k] as number)
    }
    let sum = 0
    for (const log of logs) sum += Math.exp(log - highest)
    for (let k = 0; k < clusters; k++)
      responsibilities[i * clusters + k] = Math.exp((logs[k] as number) - highest) / sum
    total += highest + Math.log(sum)
  }
  return total / rows
}
