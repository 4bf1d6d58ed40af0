import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Calibrator,
  calibrate,
  decodeSafetensors,
  type FeatureDefinition,
  type FeatureRow,
  openRanker,
  type RankerOptions,
} from '@attune/learn'
import { AttuneError, attuneError } from '../errors.ts'
import { rankerFormat } from './save-ranker.ts'

export interface SavedRanker {
  readonly label: string
  /** Probability of label 1 for each row, calibrated where the ranker is. */
  score(rows: readonly FeatureRow[]): Promise<Float32Array>
  [Symbol.asyncDispose](): Promise<void>
}

interface RankerFile {
  readonly format: string
  readonly label: string
  readonly definition: FeatureDefinition
  readonly model: RankerOptions
  readonly calibrator: Calibrator | null
}

/**
 * Opens what `saveRanker` has written, ready to score.
 *
 * @throws AttuneError `unknown-ranker` where there is none, `bad-ranker` where it is broken
 */
export async function openSavedRanker(
  folder: string,
  { threads = 2 }: { readonly threads?: number } = {},
): Promise<SavedRanker> {
  const [facts, model] = ['ranker.json', 'model.safetensors'].map((name) => join(folder, name)) as [string, string]
  if (!existsSync(facts) || !existsSync(model))
    throw attuneError('unknown-ranker', `${folder} holds no ranker: it needs ranker.json and model.safetensors.`)
  try {
    const saved = JSON.parse(readFileSync(facts, 'utf8')) as RankerFile
    if (saved.format !== rankerFormat) throw attuneError('bad-ranker', `${facts} is not of ${rankerFormat}.`)
    const { arrays } = decodeSafetensors(readFileSync(model))
    const parameters = new Map([...arrays].map(([name, { data }]) => [name, data as Float32Array]))
    const { definition, model: options, calibrator, label } = saved
    const ranker = openRanker({ definition, options, objectives: [label], parameters }, { threads })
    // Whatever does not fit together is found now, not when somebody waits for an answer.
    await ranker.score([{}])
    return {
      label,
      async score(rows) {
        const plain = await ranker.score(rows)
        return calibrator ? calibrate(calibrator, plain) : plain
      },
      [Symbol.asyncDispose]: () => ranker[Symbol.asyncDispose](),
    }
  } catch (cause) {
    if (cause instanceof AttuneError) throw cause
    const why = cause instanceof Error ? cause.message : 'its files do not fit together'
    throw attuneError('bad-ranker', `The ranker in ${folder} cannot be read: ${why}`, { cause })
  }
}
