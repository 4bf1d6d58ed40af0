import { attuneError } from '../errors.ts'
import type { RunKind } from './run-kind.ts'

/** Kinds of trainings by name, each loaded when it is wanted: here a new one takes one line. */
const runKinds: Readonly<Record<string, () => Promise<RunKind>>> = {
  classify: async () => (await import('../finetune/classify-run.ts')).classifyRun,
  label: async () => (await import('../finetune/label-run.ts')).labelRun,
  score: async () => (await import('../finetune/score-run.ts')).scoreRun,
  rank: async () => (await import('../finetune/rank-run.ts')).rankRun,
  tag: async () => (await import('../finetune/tag-run.ts')).tagRun,
  similar: async () => (await import('../finetune/similar-run.ts')).similarRun,
  write: async () => (await import('../write/write-run.ts')).writeRun,
  pretrain: async () => (await import('../pretrain/pretrain-run.ts')).pretrainRun,
  'pretrain-decoder': async () => (await import('../write/pretrain-decoder-run.ts')).pretrainDecoderRun,
  distill: async () => (await import('../distil/distill-run.ts')).distillRun,
  uplift: async () => (await import('../uplift/uplift-run.ts')).upliftRun,
  ranker: async () => (await import('../ranker/ranker-run.ts')).rankerRun,
}

/** @throws AttuneError `unknown-run-kind` */
export async function runKindOf(name: string): Promise<RunKind> {
  const load = Object.hasOwn(runKinds, name) ? runKinds[name] : undefined
  if (load) return load()
  throw attuneError('unknown-run-kind', `There is no training “${name}” here; a newer version of Attune may have it.`)
}
