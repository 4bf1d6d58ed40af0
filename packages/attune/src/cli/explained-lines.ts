import type { RecommendationResponse } from '../api/schemas/decide.ts'

const texts = {
  en: {
    stages: (names: string) => `Re-ranking: ${names}`,
    leftOut: 'Not shown, though the model wanted to:',
    stage: (name: string, text: string) => `${name}: ${text}`,
  },
  zh: {
    stages: (names: string) => `重排：${names}`,
    leftOut: '模型想展示、但未展示的：',
    stage: (name: string, text: string) => `${name}：${text}`,
  },
} as const

/** What `--explain` prints below the table: for each item its sources and its moves, then what is not shown and why. */
export function explainedLines({ items, rerank }: RecommendationResponse, language: 'en' | 'zh'): readonly string[] {
  const { stages, leftOut, stage } = texts[language]
  const ofItems = items.flatMap(({ itemId, item, explanation }, place) => {
    if (!explanation) return []
    const told = [
      ...(explanation.sentence === null ? [] : [explanation.sentence]),
      ...explanation.moves.map((move) => stage(move.stage, move.text)),
    ]
    return told.length === 0 ? [] : [`${place + 1}. ${item?.title ?? itemId}`, ...told.map((line) => `   ${line}`)]
  })
  if (!rerank) return ofItems
  return [
    stages(rerank.stages.join(' → ')),
    ...ofItems,
    ...(rerank.leftOut.length === 0
      ? []
      : [leftOut, ...rerank.leftOut.map((out) => `   ${stage(out.stage, out.text)}`)]),
  ]
}
