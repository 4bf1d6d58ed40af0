import { type Purpose, purposeTexts } from '../consent/purposes.ts'
import type { PersonExport } from './export-person.ts'
import { htmlText } from './html-text.ts'

const texts = {
  en: {
    title: 'What we hold about you',
    written: 'Written',
    who: 'Who you are to us',
    told: 'What you told us',
    choice: 'What you agreed to',
    interests: 'What we concluded about your interests',
    corrected: 'What you put right',
    did: 'What you did',
    showed: 'What we showed you',
    refused: 'What was sent about you and not taken',
    groups: 'Groups you belong to',
    scores: 'Scores that models gave you',
    segments: 'Groups of people that our rules put you in, and took you out of',
    entered: 'in',
    left: 'out',
    asked: 'What you asked us for',
    confirm: 'interest confirmed',
    hide: 'interest hidden',
    set: 'corrected',
    removed: 'taken away',
    yes: 'allowed',
    no: 'not allowed',
    nothing: 'Nothing.',
    user: 'your id with us',
    anonymous: 'this browser or device',
  },
  zh: {
    title: '我们持有的关于您的数据',
    written: '生成时间',
    who: '您在我们这里的标识',
    told: '您告诉我们的信息',
    choice: '您的授权',
    interests: '我们推断的兴趣',
    corrected: '您更正的内容',
    did: '您的行为',
    showed: '我们向您展示的内容',
    refused: '收到但未采纳的关于您的数据',
    groups: '您所属的群组',
    scores: '模型给您的分数',
    segments: '按规则将您归入和移出的人群',
    entered: '归入',
    left: '移出',
    asked: '您向我们提出的请求',
    confirm: '兴趣已确认',
    hide: '兴趣已隐藏',
    set: '已更正',
    removed: '已删除',
    yes: '允许',
    no: '不允许',
    nothing: '无。',
    user: '您的用户标识',
    anonymous: '此浏览器或设备',
  },
} as const

/** The export as a page that can be read and printed, with no script and nothing loaded from elsewhere. */
export function exportAsHtml(held: PersonExport, language: 'en' | 'zh'): string {
  const t = texts[language]
  const rows = (lines: readonly (readonly unknown[])[]): string =>
    lines.length === 0
      ? `<p>${t.nothing}</p>`
      : `<table>${lines.map((line) => `<tr>${line.map((cell) => `<td>${cell === null || cell === undefined ? '' : htmlText(cell)}</td>`).join('')}</tr>`).join('\n')}</table>`
  const section = (title: string, body: string): string => `<section><h2>${title}</h2>\n${body}</section>`
  return `<!doctype html>
<html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${t.title}</title>
<style>body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}table{border-collapse:collapse;width:100%}
td{border-bottom:1px solid #ccc;padding:.25rem .5rem;vertical-align:top;overflow-wrap:anywhere}h2{margin-top:2rem}</style>
<h1>${t.title}</h1><p>${t.written}: ${htmlText(held.exportedAt)}</p>
${section(t.who, rows(held.identifiers.map(({ kind, id }) => [kind === 'user' ? t.user : t.anonymous, id])))}
${section(t.told, rows(Object.entries(held.traits)))}
${section(
  t.choice,
  rows(
    Object.entries(held.consent.answers).map(([purpose, { allowed }]) => [
      purposeTexts[purpose as Purpose].title[language],
      allowed ? t.yes : t.no,
    ]),
  ),
)}
${section(t.interests, rows(held.interests.map(({ category, share }) => [category, `${Math.round(share * 100)} %`])))}
${section(t.corrected, rows(held.corrections.map(({ at, name, is }) => [at, name, t[is]])))}
${section(t.did, rows(held.events.map(({ at, event, type, item_id: item, properties }) => [at, event ?? type, item, properties])))}
${section(t.showed, rows(held.decisions.map(({ at, placement, items }) => [at, placement, (items as { itemId: string }[]).map(({ itemId }) => itemId).join(', ')])))}
${section(t.refused, rows(held.refused.map(({ at, reason, sent }) => [at, reason, sent])))}
${section(t.groups, rows(held.groups.map(({ at, groupId }) => [at, groupId])))}
${section(t.scores, rows(held.scores.map(({ at, name, value }) => [at, name, value])))}
${section(t.segments, rows(held.segments.map(({ at, segmentId, entered }) => [at, segmentId, entered ? t.entered : t.left])))}
${section(t.asked, rows(held.requests.map(({ at, kind, status, note }) => [at, kind, status, note])))}
</html>
`
}
