import { evaluateUplift, linearLearner, sLearner, seededRng, takeUnits, tLearner } from '@attune/measure'
import { hillstrom } from '/tmp/wt/uplift/bench/uplift-data.ts'
const { data } = hillstrom('womens'); const rows = data.x.rows
const sums: Record<string, number[]> = {}
for (let seed = 1; seed <= 10; seed++) { const rng = seededRng(seed); const o = Int32Array.from({ length: rows }, (_, i) => i); for (let i = rows - 1; i > 0; i--) { const j = Math.floor(rng() * (i + 1)); const k = o[i]!; o[i] = o[j]!; o[j] = k }
 const train = takeUnits(data, o.subarray(0, rows >> 1)), test = takeUnits(data, o.subarray(rows >> 1))
 for (const [name, m] of [['s', sLearner], ['t', tLearner]] as const) for (const l2 of [100, 1000]) {
  const parts = await m.fit(train, linearLearner({ l2 }), { rng }); const scores = await m.predict(parts, test.x)
  ;(sums[`${name} ${l2}`] ??= []).push(evaluateUplift({ ...test, scores }, { samples: 1, shares: [] }).scikitUplift.qini!.value) }
 console.log(seed, Object.entries(sums).map(([k, v]) => `${k} ${(v.reduce((a, b) => a + b) / v.length).toFixed(4)}`).join(', ')) }
