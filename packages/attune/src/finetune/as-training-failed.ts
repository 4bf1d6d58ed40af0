import { LanguageError } from '@attune/language'
import { LearnError } from '@attune/learn'
import { attuneError } from '../errors.ts'

/** What the libraries say of a training, as an error of the product. */
export async function asTrainingFailed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof LearnError || cause instanceof LanguageError)
      throw attuneError('training-failed', cause.message, { cause })
    throw cause
  }
}
