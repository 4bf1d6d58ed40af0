import type { AttributionView } from 'attune/api-types'
import { channelTexts } from '../../texts/portrait-texts.ts'
import type { Text } from '../../texts/text.ts'

/** A channel as people call it; campaigns and placements have names of their own. */
export function touchName(by: AttributionView['by'], name: string, t: (text: Text) => string): string {
  const known = by === 'channel' && Object.hasOwn(channelTexts, name) ? channelTexts[name] : undefined
  return known ? t(known) : name
}
