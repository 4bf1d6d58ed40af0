import type { AccessFlag, AccessReview } from '../../api/schemas/access-review.ts'
import type { Role } from './roles.ts'

const roleNames: Readonly<Record<Role, readonly [en: string, zh: string]>> = {
  owner: ['owner', '所有者'],
  admin: ['admin', '管理员'],
  marketer: ['marketer', '营销'],
  analyst: ['analyst', '分析'],
  developer: ['developer', '开发'],
  dataProtectionOfficer: ['data-protection officer', '数据保护官'],
  readOnly: ['read only', '只读'],
}

const texts = {
  en: {
    head: [
      'kind',
      'name',
      'e-mail or prefix',
      'may',
      'created',
      'last used',
      'second factor',
      'open sessions',
      'ends',
      'look at',
      'id',
    ],
    user: 'member',
    key: 'key',
    never: 'never',
    yes: 'on',
    no: 'off',
    none: 'never',
    flags: {
      'never-used': 'never used',
      unused: 'unused for 90 days',
      'no-second-factor': 'no second factor',
      'no-expiry': 'never ends',
    },
  },
  zh: {
    head: [
      '类型',
      '名称',
      '邮箱或前缀',
      '权限',
      '创建时间',
      '最近使用',
      '双重验证',
      '登录中的会话',
      '到期',
      '需关注',
      'ID',
    ],
    user: '成员',
    key: '密钥',
    never: '从未',
    yes: '已开启',
    no: '未开启',
    none: '永不',
    flags: {
      'never-used': '从未使用',
      unused: '90 天未使用',
      'no-second-factor': '未开启双重验证',
      'no-expiry': '永不到期',
    },
  },
} as const

/** One cell (RFC 4180). What a spreadsheet would take for a formula is made a text first: names come from outside. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The review as a table for a spreadsheet: UTF-8 with a byte order mark, or Excel takes Chinese for something else. */
export function reviewAsCsv({ users, keys }: AccessReview, language: 'en' | 'zh'): string {
  const t = texts[language]
  const flags = (list: readonly AccessFlag[]): string => list.map((flag) => t.flags[flag]).join('; ')
  const rows: readonly (readonly string[])[] = [
    t.head,
    ...users.map((user) => [
      t.user,
      user.name,
      user.email,
      roleNames[user.role][language === 'zh' ? 1 : 0],
      user.createdAt,
      user.lastSignInAt ?? t.never,
      user.secondFactor ? t.yes : t.no,
      String(user.sessions),
      '',
      flags(user.flags),
      user.id,
    ]),
    ...keys.map((key) => [
      t.key,
      key.name,
      `${key.prefix}…`,
      key.scopes.join(' '),
      key.createdAt,
      key.lastUsedAt ?? t.never,
      '',
      '',
      key.expiresAt ?? t.none,
      flags(key.flags),
      key.id,
    ]),
  ]
  return `\u{feff}${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}
