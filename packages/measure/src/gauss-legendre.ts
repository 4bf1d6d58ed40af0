/** Nodes in (0, 1) and weights that sum to 1 of the Gauss–Legendre rule with `n` points (Newton on the Legendre polynomial). */
export function gaussLegendre(n: number): { readonly nodes: Float64Array; readonly weights: Float64Array } {
  const nodes = new Float64Array(n)
  const weights = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    let z = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5))
    let slope = 1
    for (let round = 0; round < 100; round++) {
      let [value, before] = [1, 0]
      for (let k = 0; k < n; k++) [value, before] = [((2 * k + 1) * z * value - k * before) / (k + 1), value]
      slope = (n * (z * value - before)) / (z * z - 1)
      const step = value / slope
      z -= step
      if (Math.abs(step) < 1e-15) break
    }
    nodes[i] = (1 - z) / 2
    weights[i] = 1 / ((1 - z * z) * slope * slope)
  }
  return { nodes, weights }
}
