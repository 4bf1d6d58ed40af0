import type { Command } from 'commander'
import type { Breakdown, StepInput } from '../api/schemas/behaviour.ts'
import { attuneError } from '../errors.ts'
import { languageOption } from './language-option.ts'
import type { CommonOptions } from './options.ts'

export interface BehaviourOptions extends CommonOptions {
  readonly from?: string
  readonly to?: string
  readonly segment?: string
  readonly lang: 'en' | 'zh'
}

/** Options of every question about what people do. */
export const behaviourOptions = (command: Command): Command =>
  command
    .option('--from <day>', 'first day, such as 2026-03-01, or moment (default: 28 days ago)')
    .option('--to <day>', 'end, not included (default: now)')
    .option('--segment <id>', 'only members of this segment')
    .addOption(languageOption())

/** What is given is sent, and nothing else. */
export const rangeOf = ({ from, to, segment }: BehaviourOptions) => ({
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
  ...(segment === undefined ? {} : { segment }),
})

/** `trait:city`, `segments:vip,new`, `device`, `channel`. @throws AttuneError `invalid-command-line` */
export function parseBreakdown(text: string): Breakdown {
  if (text === 'device' || text === 'channel') return { part: text }
  const [kind, rest = ''] = text.split(/:(.*)/s)
  if (kind === 'trait' && rest !== '') return { trait: rest }
  if (kind === 'segments' && rest !== '') return { segments: rest.split(',') }
  throw attuneError('invalid-command-line', 'Break down by trait:NAME, segments:ID,ID, device or channel.')
}

/**
 * A step as a condition of segments, in either language; JSON where it begins with a brace.
 *
 * @throws AttuneError `invalid-json`
 */
export function stepOf(text: string): StepInput {
  if (!text.trimStart().startsWith('{')) return { text }
  try {
    return JSON.parse(text) as StepInput
  } catch (cause) {
    throw attuneError('invalid-json', 'A step begins like JSON and is not valid JSON.', { cause })
  }
}
