export { gradients, type ParameterGradient } from './autodiff/gradients.ts'
export { Graph } from './graph/graph.ts'
