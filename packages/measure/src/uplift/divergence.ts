/** How far the outcomes of treated and untreated units lie apart (Rzepakowski & Jaroszewicz 2012, section 4.1). */
export type DivergenceName = 'kl' | 'euclidean' | 'chi-squared'

interface Divergence {
  /** Of a chance p among treated from a chance q among untreated. */
  readonly of: (p: number, q: number) => number
  /** Impurity of a cut into shares p and 1 − p, by which splits are normalised. */
  readonly impurity: (p: number) => number
}

const entropy = (p: number): number => (p <= 0 || p >= 1 ? 0 : -(p * Math.log2(p) + (1 - p) * Math.log2(1 - p)))
const gini = (p: number): number => 2 * p * (1 - p)

/** Chances of 0 and 1 would lie infinitely far apart. */
const inside = (p: number): number => Math.min(1 - 1e-6, Math.max(1e-6, p))

export const divergences: Readonly<Record<DivergenceName, Divergence>> = {
  kl: {
    of(p, q) {
      const [a, b] = [inside(p), inside(q)]
      return a * Math.log2(a / b) + (1 - a) * Math.log2((1 - a) / (1 - b))
    },
    impurity: entropy,
  },
  euclidean: { of: (p, q) => 2 * (p - q) ** 2, impurity: gini },
  'chi-squared': {
    of(p, q) {
      const b = inside(q)
      return (p - q) ** 2 / b + (p - q) ** 2 / (1 - b)
    },
    impurity: gini,
  },
}

/** Units and responders of both arms. */
export interface ArmCounts {
  readonly treated: number
  readonly treatedYes: number
  readonly control: number
  readonly controlYes: number
}

/** Chances of both arms, each pulled towards `prior` as by so many units. */
function chances({ treated, treatedYes, control, controlYes }: ArmCounts, prior: ArmCounts, strength: number) {
  const pulled = (yes: number, all: number, priorYes: number, priorAll: number): number =>
    (yes + strength * (priorYes / priorAll)) / (all + strength)
  return [
    pulled(treatedYes, treated, prior.treatedYes, prior.treated),
    pulled(controlYes, control, prior.controlYes, prior.control),
  ] as const
}

/**
 * What a split wins: the divergence of both sides by their shares of the units, less that of the whole, over the
 * normalisation (equations 9–11 there), which punishes cuts that treatment itself explains and those into splinters.
 *
 * @param strength units by which chances of the sides are pulled towards those of the whole
 */
export function splitGain(name: DivergenceName, whole: ArmCounts, left: ArmCounts, strength: number): number {
  const { of, impurity } = divergences[name]
  const right = {
    treated: whole.treated - left.treated,
    treatedYes: whole.treatedYes - left.treatedYes,
    control: whole.control - left.control,
    controlYes: whole.controlYes - left.controlYes,
  }
  const units = whole.treated + whole.control
  const share = (left.treated + left.control) / units
  const before = of(whole.treatedYes / whole.treated, whole.controlYes / whole.control)
  const after = share * of(...chances(left, whole, strength)) + (1 - share) * of(...chances(right, whole, strength))
  const treatedShare = whole.treated / units
  const leftOfTreated = left.treated / whole.treated
  const leftOfControl = left.control / whole.control
  const norm =
    impurity(treatedShare) * of(leftOfTreated, leftOfControl) +
    treatedShare * impurity(leftOfTreated) +
    (1 - treatedShare) * impurity(leftOfControl) +
    0.5
  return (after - before) / norm
}
