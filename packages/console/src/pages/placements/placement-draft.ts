import type { Placement } from 'attune/api-types'

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
      }

/** The draft as the API takes it; what the draft does not show (filters, new items) is kept from `before`. */
export function placementOf(draft: PlacementDraft, before: Placement | undefined): Placement {
  const split = draft.arms.map((arm) => ({
    variation: arm.variation.trim(),
    model: arm.model.trim(),
    weight: Number(arm.weight),
  }))
  return {
    id: draft.id.trim(),
    title: { en: draft.en.trim(), zh: draft.zh.trim() },
    split,
    control: split.some((arm) => arm.variation === draft.control) ? draft.control : null,
    includeSeen: draft.includeSeen,
    filter: before?.filter ?? {},
    exploration: Number(draft.explorationPercent) / 100,
    ...(before?.newItems === undefined ? {} : { newItems: before.newItems }),
  }
}
