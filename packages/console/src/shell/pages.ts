import type { Permission } from 'attune/api-types'
import type { IconName } from '../components/icon.tsx'
import { shellTexts } from '../texts/shell-texts.ts'
import type { Text } from '../texts/text.ts'

export interface PageEntry {
  readonly id: string
  readonly title: Text
  /** Pinyin initials, for the palette. */
  readonly pinyin: string
  /** Shown to whoever may do one of these; to everybody where it is left out. */
  readonly needs?: readonly Permission[]
}

export interface PageGroup {
  readonly id: 'collect' | 'understand' | 'decide' | 'measure' | 'protect'
  readonly icon: IconName
  readonly title: Text
  readonly pages: readonly PageEntry[]
}

/** The pages of the loop that exist, in its order. */
export const pageGroups: readonly PageGroup[] = [
  {
    id: 'collect',
    icon: 'collect',
    title: shellTexts.collect,
    pages: [
      { id: 'events', title: shellTexts.events, pinyin: 'sssj shishishijian' },
      { id: 'items', title: shellTexts.items, pinyin: 'spynr spnr shangpin neirong' },
      { id: 'sources', title: shellTexts.sources, pinyin: 'sjly shuju laiyuan', needs: ['reports.read'] },
      { id: 'quality', title: shellTexts.quality, pinyin: 'sjzl shuju zhiliang', needs: ['reports.read'] },
    ],
  },
  {
    id: 'understand',
    icon: 'understand',
    title: shellTexts.understand,
    pages: [
      { id: 'people', title: shellTexts.people, pinyin: 'yh yonghu' },
      {
        id: 'interests',
        title: shellTexts.interests,
        pinyin: 'xqdt xingqu ditu',
        needs: ['reports.read'],
      },
      { id: 'segments', title: shellTexts.segments, pinyin: 'rq renqun' },
      {
        id: 'labels',
        title: shellTexts.labels,
        pinyin: 'wbbz wenben biaozhu',
        needs: ['items.change', 'models.change'],
      },
      { id: 'opinions', title: shellTexts.opinions, pinyin: 'yqgc yuqing guancha', needs: ['reports.read'] },
    ],
  },
  {
    id: 'decide',
    icon: 'decide',
    title: shellTexts.decide,
    pages: [
      { id: 'placements', title: shellTexts.placements, pinyin: 'tjw tuijianwei' },
      { id: 'models', title: shellTexts.models, pinyin: 'mx moxing' },
      { id: 'runs', title: shellTexts.runs, pinyin: 'xlrw xunlian renwu' },
    ],
  },
  {
    id: 'measure',
    icon: 'measure',
    title: shellTexts.measure,
    pages: [
      { id: 'experiments', title: shellTexts.experiments, pinyin: 'sy shiyan', needs: ['reports.read'] },
      { id: 'metrics', title: shellTexts.metrics, pinyin: 'zb zhibiao', needs: ['reports.read'] },
      { id: 'flags', title: shellTexts.flags, pinyin: 'gnkg gongneng kaiguan', needs: ['reports.read'] },
      { id: 'uplift', title: shellTexts.uplift, pinyin: 'zy zengyi', needs: ['reports.read'] },
      { id: 'value', title: shellTexts.value, pinyin: 'jzyls jiazhi liushi', needs: ['reports.read'] },
      { id: 'attribution', title: shellTexts.attribution, pinyin: 'gy guiyin', needs: ['reports.read'] },
      { id: 'funnels', title: shellTexts.funnels, pinyin: 'zhld zhuanhua loudou', needs: ['reports.read'] },
      { id: 'retention', title: shellTexts.retention, pinyin: 'lc liucun', needs: ['reports.read'] },
      { id: 'paths', title: shellTexts.paths, pinyin: 'xwlj xingwei lujing', needs: ['reports.read'] },
      { id: 'satisfaction', title: shellTexts.satisfaction, pinyin: 'myd manyidu', needs: ['reports.read'] },
      { id: 'fairness', title: shellTexts.fairness, pinyin: 'gpx gongpingxing', needs: ['reports.read'] },
      { id: 'reports', title: shellTexts.reports, pinyin: 'bg baogao', needs: ['reports.read'] },
    ],
  },
]

/** Stands apart from the loop, because it spans it. */
export const protectGroup: PageGroup = {
  id: 'protect',
  icon: 'protect',
  title: shellTexts.protect,
  pages: [
    {
      id: 'privacy',
      title: shellTexts.privacy,
      pinyin: 'ys yinsi',
      needs: ['privacy.report', 'privacy.act', 'audit.read', 'access.review'],
    },
  ],
}

export const allGroups: readonly PageGroup[] = [...pageGroups, protectGroup]

/** The pages of a group that the reader has something to look for on. */
export const pagesFor = ({ pages }: PageGroup, can: (permission: Permission) => boolean): readonly PageEntry[] =>
  pages.filter(({ needs }) => needs === undefined || needs.some(can))

export const groupOf = (page: string): PageGroup | undefined =>
  allGroups.find((group) => group.pages.some((entry) => entry.id === page))

const others = new Map<string, Text>([
  ['', shellTexts.overview],
  ['keys', shellTexts.keys],
  ['members', shellTexts.members],
  ['language-model', shellTexts.languageModel],
  ['account', shellTexts.account],
])

export const titleOf = (page: string): Text =>
  groupOf(page)?.pages.find((entry) => entry.id === page)?.title ?? others.get(page) ?? shellTexts.notFound
