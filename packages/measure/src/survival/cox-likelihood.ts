import type { Observations } from './observations.ts'

export interface CoxData extends Observations {
  /** One array a covariate, a value a subject; centred. */
  readonly columns: readonly Float64Array[]
  /** Subjects by falling time. */
  readonly order: Int32Array
  readonly ties: 'efron' | 'breslow'
}

export interface CoxDerivatives {
  logLikelihood: number
  /** [k] */
  readonly gradient: Float64Array
  /** [k × k] minus the second derivatives. */
  readonly information: Float64Array
}

/** What is known of the subjects still watched at a time with events. */
export interface RiskSet {
  readonly time: number
  readonly events: readonly number[]
  /** Σ exp(xβ), Σ x exp(xβ), Σ xxᵀ exp(xβ) over who is at risk. */
  readonly weight: number
  readonly first: Float64Array
  readonly second: Float64Array
  /** The same over who had the event now. */
  readonly eventWeight: number
  readonly eventFirst: Float64Array
  readonly eventSecond: Float64Array
}

/** Calls `visit` for every time with events, from the last to the first: one pass over the subjects. */
export function eachRiskSet(
  { time, event, columns, order }: CoxData,
  coefficients: Float64Array,
  visit: (set: RiskSet) => void,
): void {
  const k = columns.length
  const sums = emptySums(k)
  for (let at = 0; at < order.length; ) {
    const now = time[order[at] as number] as number
    const events: number[] = []
    const own = emptySums(k)
    for (; at < order.length && time[order[at] as number] === now; at++) {
      const subject = order[at] as number
      const weight = Math.exp(
        columns.reduce((sum, x, j) => sum + (x[subject] as number) * (coefficients[j] as number), 0),
      )
      addSubject(sums, columns, subject, weight)
      if (event[subject] !== 1) continue
      events.push(subject)
      addSubject(own, columns, subject, weight)
    }
    if (events.length === 0) continue
    visit({
      time: now,
      events,
      ...sums,
      eventWeight: own.weight,
      eventFirst: own.first,
      eventSecond: own.second,
    })
  }
}

/**
 * Partial log-likelihood (Cox 1972) with ties after Efron (1977) or Breslow (1974), its gradient and information.
 */
export function coxLikelihood(data: CoxData, coefficients: Float64Array): CoxDerivatives {
  const k = data.columns.length
  const result: CoxDerivatives = {
    logLikelihood: 0,
    gradient: new Float64Array(k),
    information: new Float64Array(k * k),
  }
  const { gradient, information } = result
  eachRiskSet(data, coefficients, (set) => {
    const d = set.events.length
    for (const subject of set.events)
      for (const [j, x] of data.columns.entries()) {
        const value = x[subject] as number
        result.logLikelihood += value * (coefficients[j] as number)
        add(gradient, j, value)
      }
    for (let l = 0; l < d; l++) {
      const out = data.ties === 'efron' ? l / d : 0
      const weight = set.weight - out * set.eventWeight
      result.logLikelihood -= Math.log(weight)
      for (let i = 0; i < k; i++) {
        const mean = meanAt(set, i, out, weight)
        add(gradient, i, -mean)
        for (let j = 0; j < k; j++) {
          const at = i * k + j
          const square = ((set.second[at] as number) - out * (set.eventSecond[at] as number)) / weight
          add(information, at, square - mean * meanAt(set, j, out, weight))
        }
      }
    }
  })
  return result
}

/** Weighted mean of covariate `i` over a risk set from which the share `out` of those with the event is taken. */
export function meanAt(set: RiskSet, i: number, out: number, weight: number): number {
  return ((set.first[i] as number) - out * (set.eventFirst[i] as number)) / weight
}

interface Sums {
  weight: number
  readonly first: Float64Array
  readonly second: Float64Array
}

function emptySums(k: number): Sums {
  return { weight: 0, first: new Float64Array(k), second: new Float64Array(k * k) }
}

function addSubject(sums: Sums, columns: readonly Float64Array[], subject: number, weight: number): void {
  const k = columns.length
  sums.weight += weight
  for (let i = 0; i < k; i++) {
    const value = weight * ((columns[i] as Float64Array)[subject] as number)
    add(sums.first, i, value)
    for (let j = 0; j < k; j++) add(sums.second, i * k + j, value * ((columns[j] as Float64Array)[subject] as number))
  }
}

function add(into: Float64Array, at: number, value: number): void {
  into[at] = (into[at] as number) + value
}
