/**
 * Numbers given to kernels are at most this large: then products of two, and sums of as many of them as fit into memory,
 * stay finite in single precision.
 */
export const largestValue = 1e15
