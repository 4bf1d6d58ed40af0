import type { BehaviourWarning } from '../api/schemas/behaviour.ts'

const texts: Readonly<Record<BehaviourWarning['code'], { readonly en: string; readonly zh: string }>> = {
  'window-open': {
    en: 'Who began lately can still go on: the last days will rise.',
    zh: '近期才开始的人仍可能继续，最近几天的数字还会上升。',
  },
  'small-groups': {
    en: 'Groups of fewer than five people are put together and not told apart; if they are still too few, with the smallest other group.',
    zh: '少于五人的分组已合并，不单独显示；合并后仍不足五人的，并入最小的一组。',
  },
  'groups-cut': {
    en: 'Only the largest groups are shown; the others are put together.',
    zh: '仅显示人数最多的分组，其余已合并。',
  },
  nobody: {
    en: 'Nobody did the first step in this time.',
    zh: '这段时间没有人完成第一步。',
  },
  'too-few': {
    en: 'Fewer than five people did the first step: that is too few to tell anything without telling it of somebody.',
    zh: '完成第一步的不足五人，展示结果会指向具体的人，因此不予显示。',
  },
}

/** A warning with its sentence in both languages. */
export const behaviourWarning = (code: BehaviourWarning['code']): BehaviourWarning => ({ code, ...texts[code] })

/** Of how many began, what there is to warn of. */
export function warningsFor(people: number, fewest: number): BehaviourWarning[] {
  if (people === 0) return [behaviourWarning('nobody')]
  return people < fewest ? [behaviourWarning('too-few')] : []
}
