import type { Placement } from 'attune/api-types'
import { rerankOf, type StageDraft, stageDrafts } from './stage-draft.ts'

/** A placement while it is being edited: numbers as typed. */
export interface PlacementDraft {
  readonly id: string
  readonly en: string
  readonly zh: string
  readonly arms: readonly {
    readonly key: number
    readonly variation: string
    readonly model: string
    readonly weight: string
  }[]
  readonly control: string
  readonly explorationPercent: string
  readonly includeSeen: boolean
  readonly depth: string
  readonly stages: readonly StageDraft[]
}

export const draftOf = (placement: Placement | undefined): PlacementDraft =>
  placement
    ? {
        id: placement.id,
        en: placement.title.en,
        zh: placement.title.zh,
        arms: placement.split.map((arm, key) => ({ ...arm, key, weight: `${arm.weight}` })),
        control: placement.control ?? '',
        explorationPercent: `${Number((placement.exploration * 100).toFixed(4))}`,
        includeSeen: placement.includeSeen,
        depth: placement.rerank?.depth === undefined ? '' : `${placement.rerank.depth}`,
        stages: stageDrafts(placement.rerank),
      }
    : {
        id: '',
        en: '',
        zh: '',
        arms: [
          { key: 0, variation: 'personalised', model: 'recencyItemKnn', weight: '0.9' },
          { key: 1, variation: 'popular', model: 'popular', weight: '0.1' },
        ],
        control: 'popular',
        explorationPercent: '0',
        includeSeen: false,
        depth: '',
        stages: [],
      }

/** The draft as the API takes it; what the draft does not show (segments, filters, new items, re-ranking of single arms) is kept from `before`. */
export function placementOf(draft: PlacementDraft, before: Placement | undefined): Placement {
  const split = draft.arms.map((arm) => {
    const variation = arm.variation.trim()
    // An arm's own re-ranking is set through the API; it stays with the arm's name.
    const rerank = before?.split.find((other) => other.variation === variation)?.rerank
    return {
      variation,
      model: arm.model.trim(),
      weight: Number(arm.weight),
      ...(rerank === undefined ? {} : { rerank }),
    }
  })
  const rerank = rerankOf(draft)
  return {
    id: draft.id.trim(),
    title: { en: draft.en.trim(), zh: draft.zh.trim() },
    split,
    control: split.some((arm) => arm.variation === draft.control) ? draft.control : null,
    includeSeen: draft.includeSeen,
    filter: before?.filter ?? {},
    exploration: Number(draft.explorationPercent) / 100,
    ...(rerank ? { rerank } : {}),
    ...(before?.segments === undefined ? {} : { segments: before.segments }),
    ...(before?.newItems === undefined ? {} : { newItems: before.newItems }),
  }
}
