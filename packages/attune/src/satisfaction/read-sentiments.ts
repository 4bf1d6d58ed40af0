import { setImmediate as pause } from 'node:timers/promises'
import { scriptOf, sentimentOf } from '@attune/language'
import type { Attune } from '../attune.ts'
import { readVoices, type VoiceSource } from '../language/read-voices.ts'

/** What somebody's words feel like: 0 unhappy, ½ neither, 1 happy. */
export interface Sentiment {
  readonly personId: string
  readonly messageId: string
  readonly value: number
}

/** The newest texts that are looked at. */
export const mostTexts = 3_000
/** Judged before others get their turn. */
const atOnce = 25

const labelValues = { negative: 0, neutral: 0.5, positive: 1 } as const

/** How the newest texts of a period feel, of people who agree to `analytics`; texts in other languages are not judged. */
export async function readSentiments(
  source: VoiceSource & Pick<Attune, 'sentiment'>,
  workspace: string,
  range: { readonly from: number; readonly to: number },
): Promise<{ readonly sentiments: readonly Sentiment[]; readonly cut: boolean }> {
  const voices = await readVoices(source, workspace, { purpose: 'analytics', ...range, most: mostTexts + 1 })
  const models = source.sentiment.models(workspace)
  const sentiments: Sentiment[] = []
  for (const [i, { personId, messageId, text }] of voices.slice(0, mostTexts).entries()) {
    if (i % atOnce === atOnce - 1) await pause()
    if (scriptOf(text) === 'other') continue
    sentiments.push({ personId, messageId, value: labelValues[sentimentOf(text, models).label] })
  }
  return { sentiments, cut: voices.length > mostTexts }
}
