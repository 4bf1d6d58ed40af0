import { readFileSync } from 'node:fs'
import { attuneError } from '../errors.ts'

/**
 * The JSON of a file, or of standard input where it is named `-`.
 *
 * @throws AttuneError `no-file`, `invalid-json`
 */
export function readJson(file: string): unknown {
  let text: string
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (cause) {
    throw attuneError('no-file', `The file ${file} cannot be read.`, { cause, details: { file } })
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw attuneError('invalid-json', `${file} is not valid JSON.`, { cause, details: { file } })
  }
}

/**
 * An argument as JSON; a text that is none is taken as it is, so that `--value red` needs no quotes within quotes.
 */
export function jsonOrText(argument: string): unknown {
  try {
    return JSON.parse(argument)
  } catch {
    return argument
  }
}
