import {
  adminPrompt,
  clusterNamePrompt,
  type Prompt,
  portraitSummaryPrompt,
  reportTextPrompt,
  segmentFromSentencePrompt,
} from '@attune/language'

export interface ShippedPrompt {
  readonly prompt: Prompt
  /** Of the language model: whose budget it is. */
  readonly purpose: string
  /** Whether it is asked for one person, or for the team; only people can be divided. */
  readonly about: 'person' | 'team'
}

/** Every prompt of the product. */
export const shippedPrompts: readonly ShippedPrompt[] = [
  { prompt: portraitSummaryPrompt, purpose: 'portrait', about: 'person' },
  { prompt: segmentFromSentencePrompt, purpose: 'segment', about: 'team' },
  { prompt: clusterNamePrompt, purpose: 'cluster', about: 'team' },
  { prompt: reportTextPrompt, purpose: 'report', about: 'team' },
  { prompt: adminPrompt, purpose: 'admin', about: 'team' },
]
