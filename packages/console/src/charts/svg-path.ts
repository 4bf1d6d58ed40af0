type Gappy = readonly (number | null)[]

const point = (x: number, y: number) => `${x.toFixed(1)} ${y.toFixed(1)}`

/** A line through the values; it breaks where one is missing. */
export function linePath(values: Gappy, x: (i: number) => number, y: (value: number) => number): string {
  let path = ''
  let pen = false
  values.forEach((value, i) => {
    if (value === null) {
      pen = false
      return
    }
    path += `${pen ? 'L' : 'M'}${point(x(i), y(value))}`
    pen = true
  })
  return path
}

/** The area between two lines, one closed piece for every unbroken stretch. */
export function bandPath(low: Gappy, high: Gappy, x: (i: number) => number, y: (value: number) => number): string {
  let path = ''
  let start = 0
  for (let i = 0; i <= low.length; i++) {
    if (i < low.length && low[i] != null && high[i] != null) continue
    if (i > start) {
      const upper = Array.from({ length: i - start }, (_, k) => point(x(start + k), y(high[start + k] as number)))
      const lower = Array.from({ length: i - start }, (_, k) => point(x(start + k), y(low[start + k] as number)))
      path += `M${upper.join('L')}L${lower.reverse().join('L')}Z`
    }
    start = i + 1
  }
  return path
}
