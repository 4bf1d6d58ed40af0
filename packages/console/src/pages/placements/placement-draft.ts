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
  /** Segments that people must be in one of, … */
  readonly any: readonly string[]
  /** … and that they must be in none of. */
  readonly not: readonly string[]
  /** Model of everybody else. */
  readonly otherwise: string
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
        any: placement.segments?.any ?? [],
        not: placement.segments?.not ?? [],
        otherwise: placement.segments?.otherwise ?? 'popular',
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
        any: [],
        not: [],
        otherwise: 'popular',
        depth: '',
        stages: [],
      }

/** The draft as the API takes it; what the draft does not show (filters, new items, re-ranking of single arms) is kept from `before`. */
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
    ...audienceOf(draft),
    ...(before?.newItems === undefined ? {} : { newItems: before.newItems }),
  }
}

function audienceOf({ any, not, otherwise }: PlacementDraft): Pick<Placement, 'segments'> {
  if (any.length === 0 && not.length === 0) return {}
  return {
    segments: {
      ...(any.length === 0 ? {} : { any: [...any] }),
      ...(not.length === 0 ? {} : { not: [...not] }),
      otherwise: otherwise.trim() || 'popular',
    },
  }
}
