/** What satisfaction is told by. */
export const satisfactionParts = ['ratings', 'csat', 'nps', 'sentiment', 'returns', 'complaints'] as const
export type SatisfactionPartName = (typeof satisfactionParts)[number]

/**
 * How much each part counts, before missing ones are left out: what people say of the thing itself most, what they do
 * about it less, because most who are unhappy neither return nor complain.
 */
export const satisfactionWeights: Readonly<Record<SatisfactionPartName, number>> = {
  ratings: 0.25,
  csat: 0.2,
  nps: 0.15,
  sentiment: 0.15,
  returns: 0.15,
  complaints: 0.1,
}

/** Values of persons for one part, each 0 (not satisfied) to 1 (satisfied), as sums. */
export interface SatisfactionSample {
  readonly n: number
  readonly sum: number
  readonly sumSquares: number
}

/** Stars, 1 to 5, as 0 to 1; half a star below 1 is 0. */
export const satisfactionOfStars = (stars: number): number => Math.min(1, Math.max(0, (stars - 1) / 4))

/** CSAT as the share of the two best of five boxes: 1 from four fifths of the scale on, else 0. */
export const satisfactionOfCsat = (score: number, scale = 5): number => (score >= 0.8 * scale ? 1 : 0)

/** NPS of 0 to 10: promoters (9, 10) 1, passives (7, 8) ½, detractors 0, so that the mean is (NPS + 1) / 2. */
export const satisfactionOfNps = (score: number): number => (score >= 9 ? 1 : score >= 7 ? 0.5 : 0)
