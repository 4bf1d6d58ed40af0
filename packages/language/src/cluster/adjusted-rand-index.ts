/**
 * Adjusted Rand index (Hubert and Arabie 1985): how well two clusterings of the same rows agree; 1 where they are the same but for
 * names, about 0 where they agree as far as chance goes. 1 where both put all rows into one cluster.
 */
export function adjustedRandIndex(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const pairs = (n: number): number => (n * (n - 1)) / 2
  const both = new Map<string, number>()
  const [ofA, ofB] = [new Map<number, number>(), new Map<number, number>()]
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number]
    both.set(`${x} ${y}`, (both.get(`${x} ${y}`) ?? 0) + 1)
    ofA.set(x, (ofA.get(x) ?? 0) + 1)
    ofB.set(y, (ofB.get(y) ?? 0) + 1)
  }
  const sum = (counts: Iterable<number>): number => [...counts].reduce((total, n) => total + pairs(n), 0)
  const [together, inA, inB] = [sum(both.values()), sum(ofA.values()), sum(ofB.values())]
  const expected = a.length < 2 ? 0 : (inA * inB) / pairs(a.length)
  const most = (inA + inB) / 2
  return most === expected ? 1 : (together - expected) / (most - expected)
}
