import type { ReasonLanguage } from './reason-texts.ts'

export interface FallbackTexts {
  /** Why a decision is not what the placement's arm asked for. */
  readonly decision: Readonly<Record<FallbackCode, string>>
  /** Why items like one item do not come from a model: what is shown instead, or that nothing is. */
  readonly similar: {
    readonly popular: string
    readonly nothing: string
    /** The same where a model does know such items, but none that is available in the catalogue. */
    readonly notOfferedPopular: string
    readonly notOfferedNothing: string
  }
}

export type FallbackCode =
  | 'no-model'
  | 'no-consent'
  | 'outside-segments'
  | 'unknown-person'
  | 'no-history'
  | 'no-candidates'
  | 'no-ratings'
  | 'not-in-catalogue'
  | 'too-few-candidates'
  | 'too-few-items'
  | 'nothing-popular'
  | 'nothing-eligible'
  | 'empty-catalogue'

export const fallbackTexts: Readonly<Record<ReasonLanguage, FallbackTexts>> = {
  en: {
    decision: {
      'no-model': 'The model has no live version yet: train and promote one. Until then popular items are shown.',
      'no-consent': 'This person has not agreed to personal recommendations, so popular items are shown.',
      'outside-segments':
        'This placement is for people of certain segments, and this person is in none of them, so what everybody else gets is shown.',
      'unknown-person': 'Nothing is known of this person yet, so popular items are shown.',
      'no-history': 'This person has not done anything with an item yet, so popular items are shown.',
      'no-candidates':
        'The model has nothing that goes with this history and may be shown here, so popular items are shown.',
      'no-ratings':
        'The model learns from stars, and this person has not rated anything that it knows yet, so popular items are shown.',
      'not-in-catalogue':
        'None of the items that the model learnt from is in the catalogue, so others of the catalogue are shown. Send its items to /v1/items.',
      'too-few-candidates':
        'The model had too few items for this person, so others fill up the list: popular ones, then the newest.',
      'too-few-items':
        'The model had too few items for this person, and there are no others that may be shown here, so the list is short.',
      'nothing-popular': 'No item that may be shown here has interactions yet, so the newest items are shown.',
      'nothing-eligible': 'No item of the catalogue passes the filters that this person has not seen already.',
      'empty-catalogue': 'There are no items yet: send them to /v1/items.',
    },
    similar: {
      popular: 'No live model knows items like this one, so popular items of its categories are shown.',
      nothing: 'No live model knows items like this one, and none of its categories has popular items.',
      notOfferedPopular:
        'None of the items that the model finds like this one is available in the catalogue, so popular items of its categories are shown.',
      notOfferedNothing:
        'None of the items that the model finds like this one is available in the catalogue, and none of its categories has popular items.',
    },
  },
  zh: {
    decision: {
      'no-model': '该模型还没有线上版本：请先训练并上线一个。在此之前展示热门商品。',
      'no-consent': '此人未同意个性化推荐，因此展示热门商品。',
      'outside-segments': '该展示位面向特定人群，此人不在其中，因此展示其他人看到的内容。',
      'unknown-person': '对此人还一无所知，因此展示热门商品。',
      'no-history': '此人还没有与任何商品互动过，因此展示热门商品。',
      'no-candidates': '模型没有既与这些历史相配、又可在此展示的商品，因此展示热门商品。',
      'no-ratings': '该模型依据评分学习，而此人还没有给它认识的商品打过分，因此展示热门商品。',
      'not-in-catalogue': '模型学习过的商品都不在商品目录中，因此展示目录中的其他商品。请将这些商品发送到 /v1/items。',
      'too-few-candidates': '模型能给此人的商品太少，其余位置以其他商品补足：先热门，后最新。',
      'too-few-items': '模型能给此人的商品太少，此处又没有其他可展示的商品，因此列表较短。',
      'nothing-popular': '此处可展示的商品都还没有互动，因此展示最新商品。',
      'nothing-eligible': '商品目录中没有既符合筛选条件、此人又未看过的商品。',
      'empty-catalogue': '还没有商品：请发送到 /v1/items。',
    },
    similar: {
      popular: '没有线上模型了解与此相似的商品，因此展示同类别的热门商品。',
      nothing: '没有线上模型了解与此相似的商品，其所属类别也没有热门商品。',
      notOfferedPopular: '模型认为与此相似的商品在商品目录中都不可供，因此展示同类别的热门商品。',
      notOfferedNothing: '模型认为与此相似的商品在商品目录中都不可供，其所属类别也没有热门商品。',
    },
  },
}
