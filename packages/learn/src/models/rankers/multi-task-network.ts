import type { Tensor } from '../../graph/tensor.ts'
import { chainedLogit } from '../../layers/chained-logit.ts'
import { dense } from '../../layers/dense.ts'
import { mixtureOfExperts } from '../../layers/mixture-of-experts.ts'
import { mlp } from '../../layers/mlp.ts'
import { concat } from '../../ops/shapes.ts'
import type { CompleteRankerOptions } from './ranker-options.ts'

/**
 * Networks of several objectives over the same features.
 *
 * - `sharedBottom`: one perceptron, and a small one on top for each objective (Caruana 1997).
 * - `mmoe`: experts, mixed by a gate of each objective (Ma et al. 2018, KDD).
 * - `ple`: in each layer experts of all and experts of one objective; gates see their own and the shared ones (Tang et al. 2020).
 * - `esmm`: objectives that follow each other, as click, then purchase, then content: each is the chance that the step is
 *   taken when those before are, and the logit is that of the whole chain, so that it is learnt over all that was shown
 *   (Ma et al. 2018, SIGIR: pCTCVR = pCTR · pCVR). A perceptron for each objective, on shared embeddings.
 *
 * @param parts of the features, side by side
 * @returns logits, [batch × 1] for each objective
 */
export function multiTaskNetwork(
  parts: readonly Tensor[],
  options: CompleteRankerOptions,
  objectives: number,
): readonly Tensor[] {
  const { kind, hidden, dropout } = options
  const each = Array.from({ length: objectives }, (_, task) => task)
  const expert = (x: Tensor | readonly Tensor[], prefix: string): Tensor => mlp(x, { prefix, widths: hidden, dropout })
  const tower = (x: Tensor, task: number): Tensor =>
    dense(mlp(x, { prefix: `tower.${task}`, widths: options.tower, dropout }), `tower.${task}.out`, 1)
  if (kind === 'esmm') {
    const logits = each.map((task) => tower(expert(parts, `bottom.${task}`), task))
    const chain: Tensor[] = []
    for (const own of logits) {
      const before = chain.at(-1)
      chain.push(before ? chainedLogit(before, own) : own)
    }
    return chain
  }
  if (kind === 'sharedBottom') {
    const shared = expert(parts, 'bottom')
    return each.map((task) => tower(shared, task))
  }
  const x = concat(parts, 1)
  if (kind === 'mmoe') {
    const experts = Array.from({ length: options.experts }, (_, i) => expert(x, `expert.${i}`))
    return each.map((task) => tower(mixtureOfExperts(experts, x, `gate.${task}`), task))
  }
  return extracted(x, options, each, expert).map(tower)
}

/** Layers of PLE: what each objective is given at the end. */
function extracted(
  x: Tensor,
  { experts, ownExperts, levels }: CompleteRankerOptions,
  each: readonly number[],
  expert: (x: Tensor, prefix: string) => Tensor,
): readonly Tensor[] {
  let own: readonly Tensor[] = each.map(() => x)
  let shared = x
  for (let level = 0; level < levels; level++) {
    const make = (count: number, from: Tensor, name: string): Tensor[] =>
      Array.from({ length: count }, (_, i) => expert(from, `level.${level}.${name}.${i}`))
    const common = make(experts, shared, 'shared')
    const single = own.map((from, task) => make(ownExperts, from, `task.${task}`))
    const gates = own
    own = single.map((of, task) =>
      mixtureOfExperts([...of, ...common], gates[task] as Tensor, `level.${level}.gate.${task}`),
    )
    // The last layer's shared mix would go nowhere.
    if (level < levels - 1)
      shared = mixtureOfExperts([...single.flat(), ...common], shared, `level.${level}.gate.shared`)
  }
  return own
}
