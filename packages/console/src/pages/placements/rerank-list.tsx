import type { Placement } from 'attune/api-types'
import { variationName } from '../../format/variation-name.ts'
import { useLocale } from '../../texts/locale.tsx'
import { stageKindTexts, rerankTexts as x } from '../../texts/rerank-texts.ts'
import { stageWords } from './stage-words.ts'

/** A placement's stages of re-ranking in words. */
export function RerankList({ placement: { rerank, split } }: { readonly placement: Placement }) {
  const { t, f, language } = useLocale()
  const stages = rerank?.stages ?? []
  const own = split.flatMap((arm) => {
    if (arm.rerank === undefined) return []
    const name = variationName(arm.variation, language)
    return [t(arm.rerank === null ? x.armNone(name) : x.armOwn(name))]
  })
  return (
    <>
      {stages.length === 0 ? t(x.none) : null}
      {stages.length === 0 ? null : (
        <ol className="stages">
          {stages.map((stage, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: stages have no names of their own and are only read here
            <li key={at}>
              <span className="m">
                {stage.name ??
                  (stageKindTexts[stage.kind] ? t(stageKindTexts[stage.kind] as [string, string]) : stage.kind)}
              </span>
              {stageWords(stage, { t, percent: (share) => f.percent(share, 0) }).map((line) => (
                <div key={line} className="soft">
                  {line}
                </div>
              ))}
            </li>
          ))}
        </ol>
      )}
      {own.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </>
  )
}
