import type { SectionId, WrittenBy } from './report-document.ts'

const day = (iso: string): string => iso.slice(0, 10)

const en = {
  sections: {
    numbers: 'The numbers',
    changed: 'What changed, and why',
    weak: 'Weak spots',
    next: 'What to try next',
  } as Readonly<Record<SectionId, string>>,
  period: (from: string, to: string): string => `${day(from)} to ${day(to)}`,
  made: (at: string): string => `made on ${at.slice(0, 16).replace('T', ' ')} UTC`,
  figure: (title: string): string =>
    `Chart: ${title} (drawn in the HTML of this report; its figures stand in the tables)`,
  how: 'Intervals are of 95%. A change whose interval holds zero may be chance. The last days still grow: an order counts for a decision some days before it.',
  written: (written: WrittenBy): string =>
    written.by === 'model'
      ? `Summary written by the language model “${written.model}”; each of its numbers was compared with the tables.`
      : {
          asked: 'Summary by templates, as was asked for.',
          'no-model': 'Summary by templates: no language model is set up for the purpose “report”.',
          'wrong-number':
            'Summary by templates: the language model wrote a number that is not in the tables, so its text was not used.',
          failed: 'Summary by templates: the language model did not answer as it should.',
        }[written.because],
}

export type DocumentTexts = typeof en

const zh: DocumentTexts = {
  sections: { numbers: '数据', changed: '变化与原因', weak: '薄弱环节', next: '下一步建议' },
  period: (from, to) => `${day(from)} 至 ${day(to)}`,
  made: (at) => `生成于 ${at.slice(0, 16).replace('T', ' ')} UTC`,
  figure: (title) => `图：${title}（见本报告的 HTML 版本，数值见表格）`,
  how: '区间均为 95%。区间包含零的变化可能只是偶然。最后几天的数字还会增长：订单会计入此前几天的决策。',
  written: (written) =>
    written.by === 'model'
      ? `摘要由语言模型“${written.model}”撰写，其中每个数字都已与表格核对。`
      : {
          asked: '摘要按要求由模板生成。',
          'no-model': '摘要由模板生成：没有为用途“report”配置语言模型。',
          'wrong-number': '摘要由模板生成：语言模型写出了表格中没有的数字，因此未采用它的文字。',
          failed: '摘要由模板生成：语言模型没有给出合格的回答。',
        }[written.because],
}

export const documentTexts: Readonly<Record<'en' | 'zh', DocumentTexts>> = { en, zh }
