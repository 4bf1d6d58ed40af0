import type { WantedDevice } from '@attune/learn'
import { attuneError } from '../errors.ts'
import type { Predictor } from '../predict/predictor.ts'
import type { CommonOptions } from './options.ts'

/** Of `attune predict`. */
export interface PredictOptions extends CommonOptions {
  readonly model: string
  readonly texts?: string
  readonly text?: string
  readonly second?: string
  readonly rows?: string
  readonly header: boolean
  readonly query?: string
  readonly with?: string
  readonly withText?: string
  readonly keep?: readonly string[]
  readonly top?: number
  readonly out?: string
  readonly batch?: number
  readonly device: WantedDevice
  readonly threads: number
}

/**
 * Whether what was given is what the model can be asked.
 *
 * @throws AttuneError `bad-parameter` naming the option
 */
export function refuseWhatDoesNotFit(predictor: Predictor, texts: readonly string[], options: PredictOptions): void {
  const { kind } = predictor
  const refuse = (field: string, why: string) => {
    throw attuneError('bad-parameter', why, { details: { field } })
  }
  const only = (field: keyof PredictOptions, fits: boolean, what: string): void => {
    if (options[field] !== undefined && !fits) refuse(field, `--${field} is for ${what}; this model is none.`)
  }
  only('rows', kind === 'chance', 'models of “attune train ranker”')
  only('query', kind === 'rank', 'models of “attune finetune rank”')
  only('with', kind === 'similar', 'models of “attune finetune similar” and encoders')
  only('second', kind === 'score' && predictor.needs === 2, 'scorers of two texts')
  if (kind === 'chance') {
    if (texts.length > 0 || options.texts !== undefined || options.rows === undefined)
      refuse('rows', `This model reads rows: give a file with --rows. Its columns: ${predictor.columns.join(', ')}.`)
  } else {
    if ((options.texts === undefined) === (texts.length === 0))
      refuse('texts', 'Give texts behind the options, or “-” for standard input, or a file with --texts: one of them.')
    if (options.texts !== undefined && options.text === undefined)
      refuse('text', 'With --texts, say which column holds the texts: --text.')
    if (options.texts === undefined && options.keep !== undefined) refuse('keep', '--keep is for columns of a file.')
  }
  if (kind === 'rank' && (options.query ?? '').trim() === '')
    refuse('query', 'This model orders candidates: say by what, with --query.')
  if (kind === 'score' && predictor.needs === 2 && (options.second === undefined || options.texts === undefined))
    refuse(
      'second',
      'This model looks at two texts: give a file with --texts, and its columns with --text and --second.',
    )
  if (options.top !== undefined && !['classify', 'label', 'rank'].includes(kind) && options.with === undefined)
    refuse('top', '--top is for classes, labels, candidates, and texts that are alike; this model gives one answer.')
}
