import type { AnalysisWarningCode } from '@attune/measure'
import type { Words } from './decision-words.ts'

const words: Readonly<Record<AnalysisWarningCode, Words>> = {
  'no-units': {
    en: 'Nobody is in this variation yet.',
    zh: '这个版本还没有任何对象。',
  },
  'too-few-units': {
    en: 'One unit alone has no spread: an interval needs at least two.',
    zh: '只有一个对象，无法衡量波动；至少要有两个才能给出区间。',
  },
  'not-finite': {
    en: 'A sum is infinite or too large to compute with. Look for amounts that are wrong, or limit them by winsorising.',
    zh: '某个合计是无穷大，或大到无法计算。请检查异常金额，或用缩尾处理加以限制。',
  },
  'impossible-sums': {
    en: 'No data can add up to these sums, such as more successes than units. Check how the metric is counted.',
    zh: '任何数据都不可能得出这样的合计，例如成功数多于对象数。请检查指标的统计方式。',
  },
  'missing-denominator': {
    en: 'This metric is a ratio, and its denominators are missing.',
    zh: '这个指标是比率，但缺少分母。',
  },
  'zero-denominator': {
    en: 'The denominators of this ratio add up to zero: there is nothing to divide by.',
    zh: '这个比率的分母合计为零，无法相除。',
  },
  'missing-quantile': {
    en: 'This metric is a quantile, and its estimate is missing.',
    zh: '这个指标是分位数，但缺少估计值。',
  },
  'no-variance': {
    en: 'All units have the same value: there is a difference or none, but no interval.',
    zh: '所有对象的值都相同：只能说有无差异，无法给出区间。',
  },
  'one-sided-counts': {
    en: 'Nobody, or everybody, converted here. The interval is that of one success and one failure more.',
    zh: '这里无人转化，或全部转化。区间按多一次成功和一次失败计算。',
  },
  'zero-control-mean': {
    en: 'The control stands at zero, and nothing is relative to zero: the absolute difference is shown.',
    zh: '对照组为零，无法计算相对变化，因此显示绝对差异。',
  },
  'unstable-relative-effect': {
    en: 'The control is not clearly apart from zero: the relative effect is not to be relied on. Look at the absolute difference.',
    zh: '对照组与零没有明显差别，相对变化不可靠，请看绝对差异。',
  },
  'small-sample': {
    en: 'There are few units or few successes: the interval is rough.',
    zh: '对象或成功次数很少，区间只是粗略估计。',
  },
  'no-covariate': {
    en: 'There is nothing in the time before the experiment to adjust by: the plain comparison is shown.',
    zh: '实验之前的数据无法用来校正，因此显示未校正的比较。',
  },
  overdispersed: {
    en: 'These counts vary more between units than the exact model assumes: the interval is too narrow. Choose the Gaussian one.',
    zh: '各对象的次数差异大于精确模型的假设，区间偏窄，请改用高斯后验。',
  },
}

/** Why a quantity of an analysis is missing or to be read with care, as a sentence in both languages. */
export const analysisWarningWords = (code: AnalysisWarningCode): Words => words[code]
