import type { Placement } from '../api/schemas/decide.ts'

/** `everybody-popular` while the shop learns what people like, then `half-personalised`. */
export type HomePhase = 'everybody-popular' | 'half-personalised'

type PlacementBody = Omit<Placement, 'id' | 'filter' | 'includeSeen'>

export const personalised = 'personalised'
export const popular = 'popular'
export const demoModel = 'recencyItemKnn'

export function homePlacement(phase: HomePhase): PlacementBody {
  const control = { variation: popular, model: 'popular', weight: 1 }
  const treatment = { variation: personalised, model: demoModel, weight: 1 }
  const title = { en: 'First page', zh: '首页' }
  return phase === 'everybody-popular'
    ? { title, split: [control], control: null, exploration: 0 }
    : { title, split: [treatment, control], control: popular, exploration: 0.05 }
}

/** What goes with the product that is being looked at. */
export const productPlacement: PlacementBody = {
  title: { en: 'Goes well with it', zh: '相配的商品' },
  split: [{ variation: personalised, model: demoModel, weight: 1 }],
  control: null,
  exploration: 0,
}
