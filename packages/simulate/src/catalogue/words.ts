/** A text in both languages. */
export interface Text {
  readonly en: string
  readonly zh: string
}

export type Shape =
  | 'pot'
  | 'cup'
  | 'bowl'
  | 'book'
  | 'pen'
  | 'lamp'
  | 'bag'
  | 'bottle'
  | 'plant'
  | 'cloth'
  | 'box'
  | 'round'
  | 'speaker'
  | 'toy'
  | 'pan'
  | 'mat'

export interface ProductKind extends Text {
  readonly shape: Shape
  /** Typical price in CNY. */
  readonly price: number
  /** Its own words, where the category's would make no sense. */
  readonly materials?: readonly Text[]
  readonly variants?: readonly Variant[]
  readonly features?: readonly Text[]
}

export interface Variant extends Text {
  /** Hue of the drawing. */
  readonly colour: string
}

export interface Category extends Text {
  readonly key: string
  readonly kinds: readonly ProductKind[]
  readonly materials: readonly Text[]
  readonly variants: readonly Variant[]
  readonly features: readonly Text[]
  readonly uses: readonly Text[]
  /** Day of the year on which it sells best; undefined: all year. */
  readonly peakDay?: number
}

export interface Style extends Text {
  readonly key: string
  /** A sentence of description. */
  readonly says: Text
  /** Background of the drawing. */
  readonly paper: string
  /** Factor on the price. */
  readonly price: number
}

export const t = (en: string, zh: string): Text => ({ en, zh })
type Own = Pick<ProductKind, 'materials' | 'variants' | 'features'>
export const k = (en: string, zh: string, shape: Shape, price: number, own: Own = {}): ProductKind => ({
  en,
  zh,
  shape,
  price,
  ...own,
})
export const v = (en: string, zh: string, colour: string): Variant => ({ en, zh, colour })

export const colours: readonly Variant[] = [
  v('Moss', '苔绿', '#6F7F57'),
  v('Ash', '灰', '#8B8A84'),
  v('Indigo', '靛蓝', '#3F5878'),
  v('Ochre', '赭黄', '#B98A3E'),
  v('Chalk', '米白', '#CFC6B4'),
  v('Clay', '陶红', '#B4664A'),
  v('Plum', '梅紫', '#7A5068'),
  v('Ink', '墨', '#3B3D40'),
  v('Celadon', '青瓷', '#86A595'),
  v('Amber', '琥珀', '#B07632'),
  v('Mist', '雾蓝', '#8FA6B2'),
  v('Persimmon', '柿', '#C2703D'),
]

export const tools: readonly Text[] = [
  t('Feels right in the hand', '拿在手里刚刚好'),
  t('Every part can be replaced', '每个零件都可更换'),
  t('Lasts for decades', '能用几十年'),
  t('Simple to keep clean', '容易打理'),
]
export const softFeatures: readonly Text[] = [
  t('Never sweet', '不甜腻'),
  t('Made in small batches', '小批量制作'),
  t('Kind to dry skin', '干燥肌肤也适用'),
]

export const styles: readonly Style[] = [
  {
    key: 'quiet',
    ...t('Quiet', '素'),
    says: t('Nothing on it that is not needed.', '没有一处多余。'),
    paper: '#F4F1EA',
    price: 1.1,
  },
  {
    key: 'craft',
    ...t('Handmade', '手作'),
    says: t('Made by hand in a small workshop, so no two are alike.', '小作坊手工制作，每一件都略有不同。'),
    paper: '#F3ECE0',
    price: 1.35,
  },
  {
    key: 'vintage',
    ...t('Vintage', '旧时光'),
    says: t('Looks as if it had always been in the house.', '像是一直就在家里的老物件。'),
    paper: '#F1E9DA',
    price: 1,
  },
  {
    key: 'nature',
    ...t('Wild', '自然'),
    says: t('Colours and grain taken from the hills.', '颜色与纹理取自山野。'),
    paper: '#EDF0E4',
    price: 1,
  },
  {
    key: 'playful',
    ...t('Playful', '趣'),
    says: t('Cheerful shapes that make small people smile.', '造型活泼，大人小孩都喜欢。'),
    paper: '#F8EEE4',
    price: 0.8,
  },
  {
    key: 'city',
    ...t('City', '都市'),
    says: t('Slim and quick, for small flats and full days.', '轻巧利落，适合小户型与忙碌的日子。'),
    paper: '#EEF0F0',
    price: 0.95,
  },
  {
    key: 'east',
    ...t('Song', '宋'),
    says: t('Song-dynasty lines, today’s use.', '宋代的线条，今天的用法。'),
    paper: '#F0EEE3',
    price: 1.5,
  },
  {
    key: 'north',
    ...t('Nordic', '北境'),
    says: t('Pale wood, soft light, long evenings.', '浅木、柔光与漫长的夜晚。'),
    paper: '#F2F1EC',
    price: 1.2,
  },
]

/** Invented makers; each works in two styles (indices of `styles`). */
export const brands: readonly (Text & { readonly styles: readonly [number, number] })[] = [
  { ...t('Shanli', '山里'), styles: [0, 3] },
  { ...t('Wuyan', '屋檐'), styles: [0, 7] },
  { ...t('Jinghe', '静禾'), styles: [1, 3] },
  { ...t('Old Lane', '老弄堂'), styles: [2, 5] },
  { ...t('Maker & Moth', '匠蛾'), styles: [1, 2] },
  { ...t('Bamboo Gate', '竹门'), styles: [6, 3] },
  { ...t('Tiny Boat', '小舟'), styles: [4, 5] },
  { ...t('Qingyuan', '青原'), styles: [3, 6] },
  { ...t('Fjell', '北岭'), styles: [7, 0] },
  { ...t('Half Moon', '半月'), styles: [4, 2] },
  { ...t('Line Nine', '九号线'), styles: [5, 0] },
  { ...t('Ruyao', '如窑'), styles: [6, 1] },
  { ...t('Paper Crane', '纸鹤'), styles: [4, 6] },
  { ...t('Lakehouse', '湖舍'), styles: [7, 3] },
  { ...t('Stillwater', '止水'), styles: [0, 6] },
  { ...t('Common Thread', '同线'), styles: [1, 5] },
]
