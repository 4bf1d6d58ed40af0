import { checkTopK, type TopK, type TopKInput } from './top-k-problem.ts'

/** Scores every item in double precision and sorts: the slow, obvious form of the kernel. */
export function topKReference(input: TopKInput): TopK {
  const { queries, items, dimensions: d, k, exclude } = input
  const { queryCount, itemCount } = checkTopK(input)
  const ids = new Int32Array(queryCount * k).fill(-1)
  const scores = new Float32Array(queryCount * k)
  for (let query = 0; query < queryCount; query++) {
    const forbidden = new Set(exclude?.indices.subarray(exclude.indptr[query], exclude.indptr[query + 1]))
    const found: { id: number; score: number }[] = []
    for (let id = 0; id < itemCount; id++) {
      if (forbidden.has(id)) continue
      let score = 0
      for (let i = 0; i < d; i++) score += (queries[query * d + i] as number) * (items[id * d + i] as number)
      found.push({ id, score: Math.fround(score) })
    }
    found.sort((a, b) => b.score - a.score || a.id - b.id)
    for (const [place, { id, score }] of found.slice(0, k).entries()) {
      ids[query * k + place] = id
      scores[query * k + place] = score
    }
  }
  return { ids, scores }
}
