// Gradient-boosted trees on histograms. Gradients and hessians are whole numbers (fixed point), so that sums are exact:
// the same bits for any number of threads and any order, and a histogram minus a part of it is the other part.
export { accumulate, combine } from './tree-histogram'
export { extremes, gradients } from './tree-losses'
export { addLeaves, descend, interleave, partition, settle } from './tree-rows'
