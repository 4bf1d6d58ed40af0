import type { Note } from '../api/schemas/models.ts'
import type { Comparison, GateMetric } from './compare-versions.ts'

const titles: Readonly<Record<GateMetric, string>> = { 'ndcg@10': 'NDCG@10', rmse: 'RMSE' }
const figure = (value: number): string => value.toFixed(4)

/** What is said of versions and of changes, in both languages: they are stored, and the reader's language is known later. */
export const noteTexts = {
  unpromoted: (): Note => ({ en: 'Trained without promotion, as asked.', zh: '按要求只训练，不上线。' }),
  first: ({ metric, value }: { metric: GateMetric; value: number }): Note => ({
    en: `First version: ${titles[metric]} ${figure(value)}.`,
    zh: `第一个版本：${titles[metric]} 为 ${figure(value)}。`,
  }),
  firstUnmeasured: (): Note => ({
    en: 'First version; nobody has two items yet, so it could not be measured.',
    zh: '第一个版本；还没有人有两件商品的记录，因此无法评测。',
  }),
  unmeasured: (live: number): Note => ({
    en: `Could not be measured against version ${live}: nobody has two items.`,
    zh: `无法与版本 ${live} 比较：还没有人有两件商品的记录。`,
  }),
  unlike: (live: number): Note => ({
    en: `Version ${live} learns from other things (stars or actions, or texts that are gone), so the two cannot be compared offline: split a placement between two names to measure them on people, or promote it by hand.`,
    zh: `版本 ${live} 学习的内容不同（评分或行为，或文本已不存在），无法离线比较：请让一个展示位在两个名称之间分流、用真实用户来比较，或手动上线。`,
  }),
  compared(live: number, comparison: Comparison, atLeast: number, enough: boolean): Note {
    const { metric, candidate, live: other, persons, by } = comparison
    const unseen = by === 'unseen'
    const stars = metric === 'rmse'
    const verdict = stars
      ? {
          en: `${atLeast} times its own is ${enough ? 'not above' : 'above'} that`,
          zh: `自身的 ${atLeast} 倍${enough ? '不高于' : '高于'}该值`,
        }
      : {
          en: `${enough ? 'at least' : 'below'} ${atLeast} of it`,
          zh: `${enough ? '不低于' : '低于'}其 ${atLeast} 倍`,
        }
    return {
      en: `${titles[metric]} ${figure(candidate)}, ${
        unseen
          ? `version ${live} has ${figure(other)} on what ${persons} persons did since it was trained`
          : `the recipe of version ${live} has ${figure(other)} on the same ${persons} persons`
      }: ${verdict.en}.`,
      zh: `${titles[metric]} 为 ${figure(candidate)}，${
        unseen
          ? `版本 ${live} 在其训练之后 ${persons} 人的互动上为 ${figure(other)}`
          : `版本 ${live} 的配方在同样 ${persons} 人上为 ${figure(other)}`
      }：${verdict.zh}。`,
    }
  },
  unlearnt: (): Note => ({
    en: 'Trained anew without what was erased; the files of the versions before are gone.',
    zh: '已在删除数据后重新训练；之前版本的文件已移除。',
  }),
  /** Of a version made from the one before without people who were erased. */
  forgotten: (exactness: 'exact' | 'approximate'): Note =>
    exactness === 'exact'
      ? {
          en: 'Made from the version before without what was erased, exactly as a training without it would have; the files of the versions before are gone.',
          zh: '由上一版本去除已删除的数据而成，与不含这些数据的训练结果一致；之前版本的文件已移除。',
        }
      : {
          en: 'Made from the version before with most of what was erased taken out; a training without it follows. The files of the versions before are gone.',
          zh: '由上一版本去除已删除数据的大部分影响而成，随后会重新训练；之前版本的文件已移除。',
        },
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
  [
    'no-ratings',
    '还没有评分可供学习：请发送“Product Rated”事件（properties.product_id 与 0 到 5 的 properties.rating），或用 attune import 导入带评分列的文件。',
  ],
  [
    'no-texts',
    '该模型从标题、描述和类目学习，而商品目录中还没有这些内容：请发送到 PUT /v1/items，或用 attune import <文件> --as items 导入。',
  ],
  ['training-aborted', '训练已中止。'],
])
