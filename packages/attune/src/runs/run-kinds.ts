import { attuneError } from '../errors.ts'
import type { RunKind } from './run-kind.ts'

/** Kinds of trainings by name, each loaded when it is wanted: here a new one takes one line. */
const runKinds: Readonly<Record<string, () => Promise<RunKind>>> = {
  classify: async () => (await import('../finetune/classify-run.ts')).classifyRun,
}

/** @throws AttuneError `unknown-run-kind` */
export async function runKindOf(name: string): Promise<RunKind> {
  const load = Object.hasOwn(runKinds, name) ? runKinds[name] : undefined
  if (load) return load()
  throw attuneError('unknown-run-kind', `There is no training “${name}” here; a newer version of Attune may have it.`)
}
