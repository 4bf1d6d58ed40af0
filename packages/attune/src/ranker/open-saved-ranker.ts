import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { calibrate, decodeSafetensors, type FeatureRow, openRanker } from '@attune/learn'
import { z } from 'zod'
import { AttuneError, attuneError } from '../errors.ts'
import { savedRankerSchema } from './saved-ranker-schema.ts'

export interface SavedRanker {
  readonly label: string
  /** Columns that a row has. */
  readonly columns: readonly string[]
  readonly calibrated: boolean
  /** Probability of label 1 for each row, calibrated where the ranker is. */
  score(rows: readonly FeatureRow[]): Promise<Float32Array>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Opens what `saveRanker` has written, ready to score.
 *
 * @throws AttuneError `unknown-model` where there is none, `bad-model` where it is broken
 */
export async function openSavedRanker(
  folder: string,
  { threads = 2 }: { readonly threads?: number } = {},
): Promise<SavedRanker> {
  const [facts, model] = ['ranker.json', 'model.safetensors'].map((name) => join(folder, name)) as [string, string]
  if (!existsSync(facts) || !existsSync(model))
    throw attuneError('unknown-model', `${folder} holds no ranker: it needs ranker.json and model.safetensors.`)
  const bad = (why: string, cause?: unknown) =>
    attuneError('bad-model', `The ranker in ${folder} cannot be used: ${why}`, { cause })
  try {
    const saved = savedRankerSchema.safeParse(JSON.parse(readFileSync(facts, 'utf8')))
    if (!saved.success) throw bad(`ranker.json: ${z.prettifyError(saved.error).slice(0, 300)}`)
    const { definition, model: options, calibrator, label } = saved.data
    const { arrays } = decodeSafetensors(readFileSync(model))
    const parameters = new Map(
      [...arrays].map(([name, { data }]): [string, Float32Array] => {
        if (data instanceof Float32Array) return [name, data]
        throw bad(`${name} are no numbers of 32 bits.`)
      }),
    )
    const ranker = openRanker({ definition, options, objectives: [label], parameters }, { threads })
    // Whatever does not fit together is found now, not when somebody waits for an answer.
    await ranker.score([{}])
    return {
      label,
      columns: definition.features.map(({ name }) => name),
      calibrated: calibrator !== null,
      async score(rows) {
        const plain = await ranker.score(rows)
        return calibrator ? calibrate(calibrator, plain) : plain
      },
      [Symbol.asyncDispose]: () => ranker[Symbol.asyncDispose](),
    }
  } catch (cause) {
    if (cause instanceof AttuneError) throw cause
    throw bad(cause instanceof Error ? cause.message : 'its files do not fit together.', cause)
  }
}
