import type { AttributionView } from 'attune/api-types'
import { channelTexts } from '../../texts/portrait-texts.ts'
import type { Text } from '../../texts/text.ts'

/** Names that are too many to be told apart. */
const rest: Text = ['All others', '其他所有']

/** A channel as people call it; campaigns and placements have names of their own. */
export function touchName(by: AttributionView['by'], name: string | null, t: (text: Text) => string): string {
  if (name === null) return t(rest)
  const known = by === 'channel' && Object.hasOwn(channelTexts, name) ? channelTexts[name] : undefined
  return known ? t(known) : name
}
