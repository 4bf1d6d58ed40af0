import type { ClusterPerson } from './cluster-person.ts'
import { type DescribedCluster, describeClusters } from './describe-clusters.ts'
import { featuresOf } from './features-of.ts'
import { type ClusterMethod, type FoundClusters, findClusters } from './find-clusters.ts'

export interface GroupOrder {
  readonly people: readonly ClusterPerson[]
  readonly method: ClusterMethod
  /** Undefined: chosen. */
  readonly k: number | undefined
}

export interface GroupedPeople {
  readonly found: FoundClusters
  readonly described: readonly DescribedCluster[]
}

/** All that takes long: people as points, groups among them, and what is special about each. */
export function groupPeople({ people, method, k }: GroupOrder): GroupedPeople {
  const found = findClusters({ ...featuresOf(people), method, k })
  return { found, described: describeClusters(people, found.labels, found.clusters) }
}
