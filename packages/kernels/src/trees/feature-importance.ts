import type { TreesModel } from './trees-model.ts'

export interface FeatureImportance {
  /** [features]: what all splits on the feature took off the training loss, twice (as XGBoost and LightGBM count it). */
  readonly gain: Float64Array
  /** [features]: splits on the feature. */
  readonly splits: Int32Array
}

/** How much each feature does in a model. */
export function featureImportance({ bins, feature, gain }: TreesModel): FeatureImportance {
  const total = new Float64Array(bins.length)
  const splits = new Int32Array(bins.length)
  for (const [node, at] of feature.entries()) {
    if (at < 0) continue
    total[at] = (total[at] as number) + (gain[node] as number)
    splits[at] = (splits[at] as number) + 1
  }
  return { gain: total, splits }
}
