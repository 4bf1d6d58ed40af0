import type { IconName } from '../components/icon.tsx'
import { shellTexts } from '../texts/shell-texts.ts'
import type { Text } from '../texts/text.ts'

export interface PageEntry {
  readonly id: string
  readonly title: Text
  /** Pinyin initials, for the palette. */
  readonly pinyin: string
}

export interface PageGroup {
  readonly id: 'collect' | 'understand' | 'decide'
  readonly icon: IconName
  readonly title: Text
  readonly pages: readonly PageEntry[]
}

/** The pages that exist, in the order of the loop. */
export const pageGroups: readonly PageGroup[] = [
  {
    id: 'collect',
    icon: 'collect',
    title: shellTexts.collect,
    pages: [
      { id: 'events', title: shellTexts.events, pinyin: 'sssj shishishijian' },
      { id: 'items', title: shellTexts.items, pinyin: 'spynr spnr shangpin neirong' },
    ],
  },
  {
    id: 'understand',
    icon: 'understand',
    title: shellTexts.understand,
    pages: [{ id: 'people', title: shellTexts.people, pinyin: 'yh yonghu' }],
  },
  {
    id: 'decide',
    icon: 'decide',
    title: shellTexts.decide,
    pages: [
      { id: 'placements', title: shellTexts.placements, pinyin: 'tjw tuijianwei' },
      { id: 'models', title: shellTexts.models, pinyin: 'mx moxing' },
    ],
  },
]

export const groupOf = (page: string): PageGroup | undefined =>
  pageGroups.find((group) => group.pages.some((entry) => entry.id === page))

const others = new Map<string, Text>([
  ['', shellTexts.overview],
  ['keys', shellTexts.keys],
  ['members', shellTexts.members],
  ['account', shellTexts.account],
])

export const titleOf = (page: string): Text =>
  groupOf(page)?.pages.find((entry) => entry.id === page)?.title ?? others.get(page) ?? shellTexts.notFound
