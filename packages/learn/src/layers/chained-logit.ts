import type { Tensor } from '../graph/tensor.ts'
import { subtract } from '../ops/arithmetic.ts'
import { softplus } from '../ops/functions.ts'

/**
 * The logit of sigmoid(a) · sigmoid(b), without overflow: a − log(1 + e^(log(1 + e^a) − b)). So the probability that both of
 * two steps happen, the second given the first, is learnt over everything that was shown (ESMM, Ma et al. 2018).
 *
 * @param a of any shape
 * @param b of the same shape
 */
export const chainedLogit = (a: Tensor, b: Tensor): Tensor => subtract(a, softplus(subtract(softplus(a), b)))
