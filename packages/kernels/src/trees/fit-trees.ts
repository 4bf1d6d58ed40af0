import type { Kernels } from '../create-kernels.ts'
import { type SharedScope, sharedScope } from '../shared-scope.ts'
import { type RunOptions, throwIfCancelled } from '../worker-pool.ts'
import { baseScoreOf } from './base-score.ts'
import { binFeatures, binStarts } from './bin-features.ts'
import { growTree } from './grow-tree.ts'
import type { GrownTree } from './grown-tree.ts'
import { meanLoss } from './mean-loss.ts'
import { modelFromTrees } from './model-from-trees.ts'
import { openPlainEngine } from './plain-engine.ts'
import { drawInto, seededRandom } from './seeded-random.ts'
import { openThreadedEngine } from './threaded-engine.ts'
import type { EngineInput, EngineRows, TreeEngine } from './tree-engine.ts'
import { checkTreesInput, type TreesInput, type TreesPart } from './trees-input.ts'
import type { TreesModel } from './trees-model.ts'
import { type TreesParameters, type TreesSettings, treesSettings } from './trees-parameters.ts'

/**
 * Gradient boosting of decision trees (Friedman 2001) with second derivatives (Chen, Guestrin 2016, XGBoost) on histograms
 * of at most 255 bins, leaf by leaf (Ke et al. 2017, LightGBM). Gradients are summed as whole numbers of about 30 bits,
 * so the model is the same to the bit for any number of threads, on any machine, and for the plain backend.
 *
 * Progress is told after each tree, and at the end, which may come before `rounds`.
 *
 * @throws KernelError `bad-option`, `bad-shape`, `bad-value`, before any work; `out-of-memory`, `cancelled`, `closed`,
 *   `worker-failed`, and the memory is given back
 * @example
 * const model = await fitTrees(kernels, { features, labels, validation }, { loss: 'logistic', rounds: 500 })
 * const probabilities = predictTrees(model, features)
 */
export async function fitTrees(
  kernels: Kernels,
  input: TreesInput,
  parameters: TreesParameters,
  options: RunOptions = {},
): Promise<TreesModel> {
  const settings = treesSettings(
    parameters,
    input.features.map(({ kind }) => kind),
  )
  checkTreesInput(input, settings.loss)
  throwIfCancelled(options.signal)
  const baseScore = settings.baseScore ?? baseScoreOf(settings.loss, input)
  const bins = binFeatures(input.features, settings.maxBins)
  const engineInput: EngineInput = {
    loss: settings.loss,
    bins,
    starts: binStarts(bins),
    maxLeaves: settings.maxLeaves,
    training: engineRows(input, baseScore),
    validation: input.validation && engineRows(input.validation, baseScore),
  }
  using scope = kernels.backend === 'threads' ? sharedScope(kernels.memory) : undefined
  const engine =
    kernels.backend === 'threads'
      ? await openThreadedEngine(scope as SharedScope, kernels, engineInput, options.signal)
      : openPlainEngine(engineInput)
  const { trees, history } = await boost(engine, engineInput, settings, options)
  return modelFromTrees(trees, { loss: settings.loss, baseScore, bins, history: Float64Array.from(history) })
}

function engineRows({ features, labels, weights, offsets }: TreesPart, baseScore: number): EngineRows {
  const scores = new Float64Array(labels.length)
  for (let row = 0; row < scores.length; row++) scores[row] = baseScore + (offsets ? (offsets[row] as number) : 0)
  return { features, labels: new Float64Array(labels), weights: weights && new Float64Array(weights), scores }
}

/** One tree after the other, until there are enough or the validation part gets no better. */
async function boost(
  engine: TreeEngine,
  { training, validation, bins, starts, loss }: EngineInput,
  settings: TreesSettings,
  { signal, onProgress }: RunOptions,
): Promise<{ trees: GrownTree[]; history: number[] }> {
  const rows = training.labels.length
  const trees: GrownTree[] = []
  const history: number[] = []
  let best = 0
  for (let round = 0; round < settings.rounds; round++) {
    // Lets others have a turn where nothing else waits, so that a cancellation can come.
    await new Promise((resolve) => setImmediate(resolve))
    throwIfCancelled(signal)
    const seen = settings.rowShare < 1 ? Math.max(1, Math.floor(rows * settings.rowShare)) : undefined
    if (seen !== undefined) drawInto(engine.order(), seen, seededRandom(settings.seed, 2 * round))
    const features = drawnFeatures(bins.length, settings, round)
    const tree = await growTree(engine, { bins, starts, settings, features, rows, seen })
    await engine.finishRound(tree)
    trees.push(tree)
    if (round + 1 < settings.rounds) onProgress?.(round + 1, settings.rounds)
    if (!validation) continue
    history.push(meanLoss(loss, { ...validation, scores: engine.validationScores() }))
    if ((history[round] as number) < (history[best] as number)) best = round
    if (round - best >= settings.patience) break
  }
  onProgress?.(settings.rounds, settings.rounds)
  return { trees: validation ? trees.slice(0, best + 1) : trees, history }
}

function drawnFeatures(count: number, { featureShare, seed }: TreesSettings, round: number): number[] {
  const order = new Int32Array(count)
  const drawn = Math.max(1, Math.round(count * featureShare))
  drawInto(order, drawn, seededRandom(seed, 2 * round + 1))
  return [...order.subarray(0, drawn)]
}
