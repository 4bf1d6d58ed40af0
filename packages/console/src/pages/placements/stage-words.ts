import type { RerankStage } from 'attune/api-types'
import { similarityTexts, stageWordTexts as x } from '../../texts/rerank-texts.ts'
import type { Text } from '../../texts/text.ts'

export interface Words {
  readonly t: (text: Text) => string
  readonly percent: (share: number) => string
}

/** What a stage of re-ranking does, a line for each of its parts. */
export function stageWords(stage: RerankStage, { t, percent }: Words): readonly string[] {
  const nameOf = (texts: Readonly<Record<string, Text>>, key: string): string => {
    const text = texts[key]
    return text ? t(text) : key
  }
  switch (stage.kind) {
    case 'rules':
      return stage.rules.map(({ name, when, action }) => {
        switch (action.kind) {
          case 'boost':
            return t(x.boost(name, when, `${action.factor}`))
          case 'pin':
            return t(x.pin(name, when, `${action.position}`))
          default:
            return t(x[action.kind](name, when))
        }
      })
    case 'mmr':
    case 'dpp':
      return [t(x.variety(percent(stage.relevance), nameOf(similarityTexts, stage.similarity)))]
    case 'calibrate':
      return [t(x.calibrate(percent(stage.calibration), nameOf(similarityTexts, stage.by)))]
    case 'caps':
      return stage.caps.map(({ by, most, share, window }) => {
        const cap = t(x.capMost(nameOf(similarityTexts, by), share === undefined ? `${most}` : percent(share)))
        return window === undefined ? cap : t(x.capWindow(cap, `${window}`))
      })
    case 'fairExposure': {
      const group = 'when' in stage.protected ? stage.protected.when : stage.protected.values.join(', ')
      return [t(x.fair(percent(stage.share), group))]
    }
    case 'novelty':
      return [t(x.novelty(percent(stage.novelty)))]
  }
}
