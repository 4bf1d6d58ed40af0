import { workInThread } from '../models/work-in-thread.ts'
import { type ClusterOrder, findClusters } from './find-clusters.ts'

workInThread(async (order: ClusterOrder) => findClusters(order))
