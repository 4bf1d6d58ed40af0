import type { Note } from '../api/schemas/models.ts'
import type { Comparison } from './train-version.ts'

const figure = (value: number): string => value.toFixed(4)

/** What is said of versions and of changes, in both languages: they are stored, and the reader's language is known later. */
export const noteTexts = {
  unpromoted: (): Note => ({ en: 'Trained without promotion, as asked.', zh: '按要求只训练，不上线。' }),
  first: (ndcg: number): Note => ({
    en: `First version: NDCG@10 ${figure(ndcg)}.`,
    zh: `第一个版本：NDCG@10 为 ${figure(ndcg)}。`,
  }),
  firstUnmeasured: (): Note => ({
    en: 'First version; nobody has two items yet, so it could not be measured.',
    zh: '第一个版本；还没有人有两件商品的记录，因此无法评测。',
  }),
  unmeasured: (live: number): Note => ({
    en: `Could not be measured against version ${live}: nobody has two items.`,
    zh: `无法与版本 ${live} 比较：还没有人有两件商品的记录。`,
  }),
  compared(live: number, comparison: Comparison, atLeast: number, enough: boolean): Note {
    const { candidate, live: other, persons, by } = comparison
    const unseen = by === 'unseen'
    return {
      en: `NDCG@10 ${figure(candidate)}, ${
        unseen
          ? `version ${live} has ${figure(other)} on what ${persons} persons did since it was trained`
          : `the recipe of version ${live} has ${figure(other)} on the same ${persons} persons`
      }: ${enough ? 'at least' : 'below'} ${atLeast} of it.`,
      zh: `NDCG@10 为 ${figure(candidate)}，${
        unseen
          ? `版本 ${live} 在其训练之后 ${persons} 人的互动上为 ${figure(other)}`
          : `版本 ${live} 的配方在同样 ${persons} 人上为 ${figure(other)}`
      }：${enough ? '不低于' : '低于'}其 ${atLeast} 倍。`,
    }
  },
  unlearnt: (): Note => ({
    en: 'Trained anew without what was erased; the files of the versions before are gone.',
    zh: '已在删除数据后重新训练；之前版本的文件已移除。',
  }),
  byHand: (): Note => ({ en: 'By hand.', zh: '手动上线。' }),
  byHandThoughHeld: (why: Note | null): Note => ({
    en: `By hand, though held${why ? `: ${why.en}` : '.'}`,
    zh: `手动上线，尽管未过关${why ? `：${why.zh}` : '。'}`,
  }),
  backFrom: (version: number): Note => ({ en: `Back from version ${version}.`, zh: `从版本 ${version} 退回。` }),
  cutOff: (): Note => ({
    en: 'The server stopped before this training ended.',
    zh: '训练尚未结束，服务器就停止了。',
  }),
  unreadable: (broken: number, instead: number): Note => ({
    en: `Version ${broken} cannot be read, so version ${instead} is live again. Train a new one.`,
    zh: `版本 ${broken} 无法读取，版本 ${instead} 已重新上线。请训练新版本。`,
  }),
  noneReadable: (broken: number): Note => ({
    en: `Version ${broken} cannot be read and there is no other: popular items are shown. Train a new one.`,
    zh: `版本 ${broken} 无法读取，也没有其他版本：目前推荐热门商品。请训练新版本。`,
  }),
  filesRemoved(before: Note | null): Note {
    const en = 'Its files were removed to save space.'
    const zh = '其文件已删除，以节省空间。'
    return before ? { en: `${before.en} ${en}`, zh: `${before.zh}${zh}` } : { en, zh }
  },
  /** Errors speak English; those that a training mostly ends with have their sentence here, others keep theirs. */
  failed(error: unknown): Note {
    const en = error instanceof Error ? error.message : String(error)
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    return { en, zh: failures.get(code) ?? en }
  },
} as const

const failures: ReadonlyMap<string, string> = new Map([
  ['no-interactions', '还没有可以学习的内容：请先导入或发送一些事件。'],
  ['training-aborted', '训练已中止。'],
])
