import { bench as accuracyBench } from './accuracy.ts'
import { bench as accuracyRankersBench } from './accuracy-rankers.ts'
import { bench as accuracyTopNBench } from './accuracy-top-n.ts'
import { behaviourBench } from './behaviour.ts'
import { churnBench } from './churn.ts'
import { classifyBenches } from './classify.ts'
import { coldItemsBench } from './cold-items.ts'
import { coverageBench } from './coverage.ts'
import { decideBench } from './decide.ts'
import { demoBench } from './demo.ts'
import { descentBench } from './descent.ts'
import { erasureBench } from './erasure.ts'
import { experimentsBench } from './experiments.ts'
import type { Bench } from './figure.ts'
import { bench as importBench } from './import.ts'
import { ingestBench } from './ingest.ts'
import { bench as kernelsBench } from './kernels.ts'
import { languageBench } from './language.ts'
import { languageEncoderBench } from './language-encoder.ts'
import { learnBench } from './learn.ts'
import { learnDeepfmBench } from './learn-deepfm.ts'
import { learnInferenceBench } from './learn-inference.ts'
import { learnLoraBench } from './learn-lora.ts'
import { portraitsBench } from './portraits.ts'
import { purchaseBench } from './purchase.ts'
import { bench as ratingsBench } from './ratings.ts'
import { segmentsBench } from './segments.ts'
import { serveBench } from './serve-factors.ts'
import { serverBench } from './server.ts'
import { bench as socialBench } from './social.ts'
import { encoderBenches, textBenches } from './texts.ts'
import { bench as treesBench } from './trees.ts'
import { unlearningBench } from './unlearning.ts'
import { upliftBench } from './uplift.ts'
import { valueBench } from './value.ts'

/** Names for several benchmarks together. */
export const groups: Readonly<Record<string, readonly string[]>> = {
  recommend: ['accuracy', 'accuracy-top-n', 'cold-items', 'ratings', 'descent', 'social', 'trees', 'kernels', 'serve'],
  learn: ['learn-encoder', 'learn-lora', 'learn-deepfm', 'learn-inference'],
  classify: classifyBenches.map(({ name }) => name),
  texts: ['banking77', 'clinc150', 'chnsenticorp', 'phrasebank'],
  'encoder-texts': encoderBenches.map(({ name }) => name),
}

/** In the order of the loop. */
export const benches: readonly Bench[] = [
  ingestBench,
  importBench,
  accuracyBench,
  accuracyTopNBench,
  coldItemsBench,
  ratingsBench,
  descentBench,
  socialBench,
  treesBench,
  kernelsBench,
  learnBench,
  learnLoraBench,
  learnInferenceBench,
  ...textBenches,
  languageBench,
  languageEncoderBench,
  ...classifyBenches,
  experimentsBench,
  portraitsBench,
  purchaseBench,
  learnDeepfmBench,
  accuracyRankersBench,
  decideBench,
  segmentsBench,
  behaviourBench,
  serveBench,
  serverBench,
  erasureBench,
  unlearningBench,
  upliftBench,
  valueBench,
  churnBench,
  demoBench,
  coverageBench,
]
