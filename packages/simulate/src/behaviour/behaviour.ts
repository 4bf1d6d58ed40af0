/** How shoppers behave: every number that the probabilities are made of. */
export interface Behaviour {
  /** Log-odds of a click on an item of average appeal that is looked at. */
  readonly clickBase: number
  /** Weight of taste (standard normal over the catalogue) in the log-odds of a click. */
  readonly taste: number
  /** Weight of quality (standard normal). */
  readonly quality: number
  /** Weight of price × sensitivity. */
  readonly price: number
  /** Weight of log₂(1 + times shown): showing the same thing again and again tires. */
  readonly fatigue: number
  /** Days after which half of a showing is forgotten. */
  readonly fatigueHalfLifeDays: number
  /** What is owned already: taken off the log-odds. */
  readonly owned: number
  /** Probability that place k (from 0) is looked at: (1 + k)^−positionDecay. */
  readonly positionDecay: number
  /** Size of the seasons in the log-odds. */
  readonly season: number
  /** Mean number of items a shopper opens unprompted in a visit (at least one). */
  readonly browse: number
  /** Weights of taste and quality in what is browsed. */
  readonly browseTaste: number
  readonly browseQuality: number
}

export const usualBehaviour: Behaviour = {
  clickBase: -2.85,
  taste: 0.9,
  quality: 0.4,
  price: 0.3,
  fatigue: 0.3,
  fatigueHalfLifeDays: 10,
  owned: 2,
  positionDecay: 0.35,
  season: 0.25,
  browse: 3,
  browseTaste: 1.6,
  browseQuality: 0.6,
}

/** Where a list is shown, and how much attention it gets there. */
export const surfaces = { home: 1, product: 0.6, cart: 0.5 } as const
export type Surface = keyof typeof surfaces
