/** A degree of latitude or longitude with so many decimals; one decimal is about eleven kilometres. */
export function roundedDegrees(degrees: number, decimals: number): number {
  const scale = 10 ** decimals
  // −0 would be written 0 and come back another number.
  return Math.round(degrees * scale) / scale + 0
}

/** Longer texts are no place, and would keep the patterns busy. */
const maxLength = 64
const degreesText = /^\s*([+-]?\d{1,3}(?:\.\d+)?)\s*$/
const pointText = /^\s*(?:(?:geo|point)[:(\s]+)?([+-]?\d{1,3}\.\d+)\s*[,;\s]\s*([+-]?\d{1,3}\.\d+)[\s)]*(?:[,;].*)?$/i

/** `"31.23041"` as a number is rounded; undefined where the text is no number of degrees. */
export function roundedDegreesText(text: string, decimals: number): string | undefined {
  const degrees = text.length > maxLength ? undefined : degreesText.exec(text)?.[1]
  return degrees === undefined ? undefined : String(roundedDegrees(Number(degrees), decimals))
}

/** `"31.23041,121.47370"`, `geo:31.2,121.4` or `POINT(121.4 31.2)`: both rounded, the rest left out; undefined for other texts. */
export function roundedPointText(text: string, decimals: number): string | undefined {
  const [, first, second] = (text.length > maxLength ? undefined : pointText.exec(text)) ?? []
  if (first === undefined || second === undefined) return undefined
  return `${roundedDegrees(Number(first), decimals)},${roundedDegrees(Number(second), decimals)}`
}

/** A geohash that says about as little as degrees of so many decimals: for one decimal four characters, some 20 × 40 km. */
export const coarseGeohash = (text: string, decimals: number): string => text.slice(0, decimals + 3)
