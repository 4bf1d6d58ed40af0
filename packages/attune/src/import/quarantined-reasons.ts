import type { QuarantinedReason } from './import-report.ts'
import type { Refusal } from './refusal.ts'

/** What can be done about a reason, in one sentence. */
const hints: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  'missing-field': {
    en: 'Fill the column, or map another one with --columns.',
    zh: '请补全该列，或用 --columns 指定其他列。',
  },
  'impossible-value': { en: 'Correct the value at its source.', zh: '请在数据源更正该值。' },
  'future-timestamp': { en: 'Check the clock or the time zone of the export.', zh: '请检查导出时的时钟或时区。' },
  'broken-quoting': { en: 'Double the quotes inside a quoted field ("").', zh: '带引号的字段内，引号须写两次（""）。' },
  'wrong-column-count': { en: 'Quote fields that hold the delimiter.', zh: '含分隔符的字段须加引号。' },
  'broken-json': { en: 'Write one whole JSON object a line.', zh: '每行须为一个完整的 JSON 对象。' },
  'placeholder-id': { en: 'The sender read an id that was not set.', zh: '发送方读取了未设置的标识。' },
  'too-long': { en: 'Ids and names have at most 256 characters.', zh: '标识和名称最多 256 个字符。' },
  robot: {
    en: 'Raise collect.robotEventsPerMinute if these are people.',
    zh: '若确为真人，请调高 collect.robotEventsPerMinute。',
  },
  outlier: {
    en: 'Import with --keep-outliers if the amounts are right.',
    zh: '若金额无误，请使用 --keep-outliers 导入。',
  },
  'undeclared-event': {
    en: 'Declare the event for this source, or import without --source.',
    zh: '请在该来源中声明此事件，或不使用 --source 导入。',
  },
  'no-consent': {
    en: 'These people have not agreed; nothing of their lines is kept.',
    zh: '这些用户尚未同意，相关行的内容未保存。',
  },
  cancellation: { en: 'Cancelled orders say nothing about taste.', zh: '已取消的订单不反映偏好。' },
}

const shown = 3

/** Counts refusals by reason, most frequent first, with the first lines of each. */
export function quarantinedReasons(refused: readonly Refusal[]): readonly QuarantinedReason[] {
  const byReason = new Map<string, Refusal[]>()
  for (const refusal of refused) {
    const list = byReason.get(refusal.reason)
    if (list) list.push(refusal)
    else byReason.set(refusal.reason, [refusal])
  }
  return Array.from(byReason, ([reason, list]) => ({
    reason,
    count: list.length,
    hint: hints[reason] ?? null,
    examples: list
      .toSorted((a, b) => a.line - b.line)
      .slice(0, shown)
      .map(({ file, line, field, message }) => ({ file, line, field, message })),
  })).toSorted((a, b) => b.count - a.count)
}
