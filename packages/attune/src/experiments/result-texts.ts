import type { ResultWarning } from './experiment-results.ts'
import type { ExperimentWarningCode } from './experiments.ts'

const percent = (share = 0): string => (share > 0 && share < 0.001 ? '< 0.1' : (100 * share).toFixed(1))

type Texts = Readonly<Record<'en' | 'zh', string>>

const results: Readonly<Record<ResultWarning['code'], (warning: ResultWarning) => Texts>> = {
  'no-exposures': () => ({
    en: 'Nobody has seen a variation yet. Send “Experiment Viewed” with experiment_id and variation_id, or report that decisions were seen.',
    zh: '还没有人看到任何版本。请发送带有 experiment_id 和 variation_id 的 “Experiment Viewed” 事件，或上报推荐已被看到。',
  }),
  'sample-ratio-mismatch': () => ({
    en: 'The arms have not the sizes that were asked for: somebody is lost on the way to one of them. Find out why before you believe any effect.',
    zh: '各版本的人数与设定的比例不符：有一部分人在进入某个版本的途中丢失了。请先查明原因，再相信任何效果。',
  }),
  'mixed-units': ({ share }) => ({
    en: `${percent(share)} % saw more than one variation under one id and are left out. The usual reasons: an id that many share, a salt or an attribute that differs from sender to sender, or exposures that name what was not shown.`,
    zh: `${percent(share)}% 的对象以同一个 id 看到了不止一个版本，已被排除。常见原因：多人共用一个 id，各发送方使用的盐或属性不一致，或曝光上报的版本并未真正展示。`,
  }),
  'unknown-variation': ({ share }) => ({
    en: `${percent(share)} % report a variation that the experiment does not have, and are left out. Check the variation_id that is sent.`,
    zh: `${percent(share)}% 上报的版本不属于这个实验，已被排除。请检查发送的 variation_id。`,
  }),
  'clocks-go-back': ({ share }) => ({
    en: `${percent(share)} % did something that arrived after their exposure and says it happened before it. It counts as before; check the clocks of the senders.`,
    zh: `${percent(share)}% 的对象有些行为在曝光之后才到达，时间却早于曝光。它们按曝光之前计算；请检查发送方的时钟。`,
  }),
  'phases-apart': () => ({
    en: 'The shares of the variations were changed while it ran. Only the time since then counts here: adding up both would compare other people with each other. The earlier phase can be looked at by itself.',
    zh: '实验运行期间改动过各版本的占比。这里只计算改动之后的时间：合在一起会拿不同的人群相比。之前的阶段可以单独查看。',
  }),
  'unknown-metric': () => ({
    en: 'A metric that it names does not exist any more and is left out.',
    zh: '它引用的某个指标已不存在，未作计算。',
  }),
  'past-its-end': () => ({
    en: 'Its planned end has come, and it still runs. Decide, and stop it.',
    zh: '计划的结束时间已到，实验仍在运行。请作出决定并停止它。',
  }),
  'not-in-switchback': () => ({
    en: 'This metric follows each person over time, so it cannot be told of blocks of time; it is left out.',
    zh: '这个指标要长期跟踪每个人，无法按时间段计算，未作计算。',
  }),
  'segment-as-of-now': ({ segment = '' }) => ({
    en: `Who was in “${segment}” when the experiment began is not known: its rule was saved since, or changes so old are no longer kept (segments.keepChangesDays). Its members of today stand in, and the experiment itself may have put them there: read its effects with care.`,
    zh: `无法得知实验开始时谁属于人群“${segment}”：它的规则在那之后保存过，或那么久以前的变动已不再保留（segments.keepChangesDays）。这里用今天的成员代替，而他们可能正是因为实验才进入的；解读这些效果时请谨慎。`,
  }),
}

const changes: Readonly<Record<ExperimentWarningCode, Texts>> = {
  'allocation-changed': {
    en: 'Who gets what was changed while it runs: a new phase begins. People stay where they were as far as the new shares allow it; who gets another variation counts where they were first, and phases with other shares are analysed apart.',
    zh: '运行期间改动了分配：从现在起是一个新阶段。在新占比允许的范围内，大家仍留在原来的版本；换了版本的人按最先看到的计入，占比不同的阶段分开分析。',
  },
  'unknown-metric': {
    en: 'It names a metric that does not exist yet. Define it before you start.',
    zh: '它引用了一个还不存在的指标。请在开始之前先定义。',
  },
}

/** A warning of results in both languages. */
export const resultText = (warning: ResultWarning): Texts => results[warning.code](warning)

/** A warning of a change in both languages. */
export const changeText = (code: ExperimentWarningCode): Texts => changes[code]
