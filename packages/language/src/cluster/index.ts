export { adjustedRandIndex } from './adjusted-rand-index.ts'
export {
  type ChooseClustersOptions,
  type ChosenClusters,
  type ClusterTrial,
  chooseClusters,
} from './choose-clusters.ts'
export { type GaussianMixture, type GaussianMixtureOptions, gaussianMixture } from './gaussian-mixture.ts'
export { type KMeans, type KMeansOptions, kMeans } from './k-means.ts'
export { type Projection, projectTo2d } from './project-to-2d.ts'
export { type SilhouetteOptions, silhouette } from './silhouette.ts'
