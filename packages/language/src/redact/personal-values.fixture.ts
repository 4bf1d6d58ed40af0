import { passesLuhn } from './find-cards.ts'
import { isIdentityNumber } from './find-identity-numbers.ts'
import type { PersonalKind } from './personal-data.ts'

/** Uniform in [0, 1). */
export type Draw = () => number

/** A small generator of numbers (mulberry32), so that every run makes the same texts. */
export function seeded(seed: number): Draw {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export const pick = <T>(draw: Draw, from: readonly T[]): T => from[Math.floor(draw() * from.length)] as T
const whole = (draw: Draw, least: number, most: number): number => least + Math.floor(draw() * (most - least + 1))
export const digits = (draw: Draw, count: number): string =>
  Array.from({ length: count }, () => whole(draw, 0, 9)).join('')
const two = (n: number): string => String(n).padStart(2, '0')
const letters = (draw: Draw, count: number, from: string): string =>
  Array.from({ length: count }, () => pick(draw, [...from])).join('')
const fullWidth = (text: string): string =>
  text.replace(/[0-9A-Z]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))

const chineseFamily = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾'].concat([
  '欧阳',
  '司马',
  '上官',
])
const chineseGiven = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰建国志浩宇轩梓涵欣怡子墨雨桐晨曦嘉诺思远若彤'
export const chineseName = (draw: Draw): string =>
  pick(draw, chineseFamily) + letters(draw, draw() < 0.7 ? 2 : 1, chineseGiven)
const englishFirst = [
  'James',
  'Mary',
  'Robert',
  'Patricia',
  'Aisha',
  'Wei',
  'Carlos',
  'Ingrid',
  'Siobhan',
  'Dmitri',
  'Olivia',
  'Noah',
  'Zoë',
  'Anne-Marie',
  'Liam',
  'Priya',
]
const englishLast = [
  'Smith',
  'Johnson',
  "O'Connor",
  'Garcia',
  'Nguyen',
  'Müller',
  'Chen',
  'Okafor',
  'Kowalski',
  'Brown-Lee',
  'MacDonald',
  'Rossi',
  'Patel',
  'Larsen',
]
export const englishName = (draw: Draw): string => `${pick(draw, englishFirst)} ${pick(draw, englishLast)}`

const ascii = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase()
const email = (draw: Draw): string => {
  const name = pick(draw, [
    `${ascii(pick(draw, englishFirst))}.${ascii(pick(draw, englishLast))}`,
    `${ascii(pick(draw, englishFirst))}${digits(draw, 3)}`,
    `${digits(draw, 9)}`,
    `${ascii(pick(draw, englishLast))}_${digits(draw, 2)}+shop`,
  ])
  return `${name}@${pick(draw, ['qq.com', '163.com', 'gmail.com', 'mail.example.co.uk', 'corp-mail.example.org', 'vip.sina.com.cn'])}`
}

function identity(draw: Draw): string {
  const place = pick(draw, ['110105', '310104', '440305', '510107', '330106', '650102', '420111'])
  const birthday = `${whole(draw, 1950, 2012)}${two(whole(draw, 1, 12))}${two(whole(draw, 1, 28))}`
  if (draw() < 0.15) return `${place}${birthday.slice(2)}${digits(draw, 3)}`
  const start = `${place}${birthday}${digits(draw, 3)}`
  const number = [...'0123456789X'].map((sign) => start + sign).find(isIdentityNumber) ?? ''
  return pick(draw, [
    number,
    number,
    number.toLowerCase(),
    `${number.slice(0, 6)} ${number.slice(6, 14)} ${number.slice(14)}`,
    fullWidth(number),
  ])
}

function card(draw: Draw): string {
  const [first, length] = pick(draw, [
    ['4', 16],
    ['51', 16],
    ['2345', 16],
    ['622202', 19],
    ['621700', 19],
    ['62', 16],
    ['37', 15],
    ['6011', 16],
  ] as const)
  const start = first + digits(draw, length - first.length - 1)
  const number = [...'0123456789'].map((sign) => start + sign).find(passesLuhn) ?? ''
  const grouped = number.replace(/(.{4})(?=.)/g, pick(draw, ['$1 ', '$1-']))
  return pick(draw, [number, grouped, grouped, fullWidth(number)])
}

function chinesePhone(draw: Draw): string {
  const mobile = `1${pick(draw, ['38', '59', '77', '86', '91', '30'])}${digits(draw, 8)}`
  const spaced = `${mobile.slice(0, 3)} ${mobile.slice(3, 7)} ${mobile.slice(7)}`
  const landline = pick(draw, [
    `010-${whole(draw, 2, 8)}${digits(draw, 7)}`,
    `0571-${whole(draw, 2, 8)}${digits(draw, 7)}`,
    `（021）${whole(draw, 2, 8)}${digits(draw, 7)}`,
    `020 ${whole(draw, 2, 8)}${digits(draw, 3)} ${digits(draw, 4)}`,
    `0755-${whole(draw, 2, 8)}${digits(draw, 7)}转${digits(draw, 3)}`,
  ])
  return pick(draw, [
    mobile,
    mobile,
    spaced,
    spaced.replaceAll(' ', '-'),
    `+86 ${mobile}`,
    `+86-${spaced.replaceAll(' ', '-')}`,
    fullWidth(mobile),
    landline,
  ])
}
function englishPhone(draw: Draw): string {
  const area = `${whole(draw, 2, 9)}${digits(draw, 2)}`
  const middle = `${whole(draw, 2, 9)}${digits(draw, 2)}`
  return pick(draw, [
    `(${area}) ${middle}-${digits(draw, 4)}`,
    `${area}-${middle}-${digits(draw, 4)}`,
    `+1 ${area} ${middle} ${digits(draw, 4)}`,
    `${area}.${middle}.${digits(draw, 4)}`,
    `07${digits(draw, 3)} ${digits(draw, 6)}`,
    `020 ${whole(draw, 3, 8)}${digits(draw, 3)} ${digits(draw, 4)}`,
    `+44 20 ${whole(draw, 3, 8)}${digits(draw, 3)} ${digits(draw, 4)}`,
    `+49 30 ${digits(draw, 8)}`,
    `+33 6 ${digits(draw, 2)} ${digits(draw, 2)} ${digits(draw, 2)} ${digits(draw, 2)}`,
    `+65 9${digits(draw, 3)} ${digits(draw, 4)}`,
    `+852 6${digits(draw, 3)} ${digits(draw, 4)}`,
  ])
}

const chineseAddress = (draw: Draw): string =>
  pick(draw, [
    '上海市浦东新区',
    '北京市朝阳区',
    '广东省深圳市南山区',
    '浙江省杭州市西湖区',
    '四川省成都市武侯区',
    '',
    '江苏省苏州市昆山市玉山镇',
  ]) +
  pick(draw, ['张江路', '建国门外大街', '科技园南路', '文三路', '人民南路四段', '中山北路', '长江大道']) +
  `${whole(draw, 1, 1999)}号` +
  pick(draw, [
    '',
    `${whole(draw, 1, 30)}栋${whole(draw, 1, 6)}单元${whole(draw, 101, 2904)}室`,
    `阳光花园${whole(draw, 1, 20)}号楼${whole(draw, 101, 1804)}`,
    `${whole(draw, 2, 30)}楼`,
  ])
const englishAddress = (draw: Draw): string =>
  pick(draw, [
    `${whole(draw, 1, 9999)} ${pick(draw, ['Maple', 'Oak Hill', 'Martin Luther King', 'Elm', 'N. Lincoln'])} ${pick(draw, ['Street', 'Ave', 'Road', 'Blvd', 'Lane'])}, ${pick(draw, ['Springfield', 'Salt Lake City', 'Austin'])}, ${pick(draw, ['IL', 'UT', 'TX'])} ${digits(draw, 5)}`,
    `${whole(draw, 1, 300)}${pick(draw, ['', 'B'])} ${pick(draw, ['Baker', 'High', 'Station', 'Queen Victoria'])} ${pick(draw, ['Street', 'Road', 'Terrace'])}, London ${pick(draw, ['NW1 6XE', 'SW1A 2AA', 'E1 7AX'])}`,
    `${whole(draw, 10, 999)} ${pick(draw, ['Sunset', 'Ocean'])} Drive, Apt ${whole(draw, 1, 40)}B`,
    `Flat ${whole(draw, 1, 20)}, ${whole(draw, 1, 99)} ${pick(draw, ['Church', 'Mill'])} Lane, Leeds LS1 4AP`,
  ])

const id = (draw: Draw): string =>
  pick(draw, [
    `${whole(draw, 2020, 2026)}${digits(draw, 12)}`,
    `${letters(draw, 2, 'ABCDEFGHJKMNPQRSTUVWXYZ')}-${digits(draw, 7)}`,
    `u_${letters(draw, 4, 'abcdefghij')}${digits(draw, 4)}`,
    `${letters(draw, 3, 'ABCDEFGHJKMNPQRSTUVWXYZ')}${digits(draw, 9)}`,
    `${letters(draw, 8, '0123456789abcdef')}-${letters(draw, 4, '0123456789abcdef')}-4${letters(draw, 3, '0123456789abcdef')}-a${letters(draw, 3, '0123456789abcdef')}-${letters(draw, 12, '0123456789abcdef')}`,
  ])

const chinesePlate = (draw: Draw): string =>
  letters(draw, 1, '京沪粤浙苏川鲁') +
  letters(draw, 1, 'ABCDEFG') +
  pick(draw, ['', '·', ' ']) +
  digits(draw, 1) +
  letters(draw, 1, 'ABCDEFGHJK') +
  digits(draw, 3) +
  (draw() < 0.3 ? digits(draw, 1) : '')

const ip = (draw: Draw): string =>
  pick(draw, [
    [whole(draw, 11, 223), whole(draw, 0, 255), whole(draw, 0, 255), whole(draw, 1, 254)].join('.'),
    `2001:db8:${letters(draw, 4, '123456789abcdef')}::${letters(draw, 3, '123456789abcdef')}`,
    `fe80::${letters(draw, 4, '123456789abcdef')}:${letters(draw, 4, '123456789abcdef')}:${letters(draw, 4, '123456789abcdef')}:${letters(draw, 4, '123456789abcdef')}`,
  ])
const secret = (draw: Draw, length: number): string =>
  letters(draw, length, 'abcdefghijkmnpqrstuvwxyz0123456789') + digits(draw, 4)
const url = (draw: Draw): string =>
  pick(draw, [
    `https://shop.example.com/reset?token=${secret(draw, 24)}`,
    `https://example.cn/u?openid=o${secret(draw, 20)}&from=app`,
    `http://mail.example.org/unsubscribe/${secret(draw, 30)}`,
    `https://example.com/invoice?email=${ascii(pick(draw, englishFirst))}%40example.com`,
  ])
const handle = (draw: Draw): string =>
  pick(draw, [
    `${ascii(pick(draw, englishFirst))}_${digits(draw, 4)}`,
    `wxid_${secret(draw, 8)}`,
    `${letters(draw, 6, 'abcdefghijkm')}${digits(draw, 3)}`,
  ])

/** Makes personal data of a kind, in the forms in which people of a language write it. */
export const personalValue: Readonly<Record<'zh' | 'en', Readonly<Record<PersonalKind, (draw: Draw) => string>>>> = {
  zh: {
    EMAIL: email,
    PHONE: chinesePhone,
    IDENTITY: identity,
    CARD: card,
    PASSPORT: (draw) => pick(draw, [`E${digits(draw, 8)}`, `EA${digits(draw, 7)}`, `G${digits(draw, 8)}`]),
    IP: ip,
    ID: id,
    PLATE: chinesePlate,
    ADDRESS: chineseAddress,
    NAME: chineseName,
    URL: url,
    HANDLE: handle,
  },
  en: {
    EMAIL: email,
    PHONE: englishPhone,
    IDENTITY: (draw) =>
      pick(draw, [
        `${whole(draw, 101, 665)}-${whole(draw, 10, 99)}-${whole(draw, 1000, 9999)}`,
        `AB ${digits(draw, 2)} ${digits(draw, 2)} ${digits(draw, 2)} C`,
      ]),
    CARD: card,
    PASSPORT: (draw) =>
      pick(draw, [`${digits(draw, 9)}`, `C${digits(draw, 8)}`, `${letters(draw, 2, 'ABCDEFGH')}${digits(draw, 7)}`]),
    IP: ip,
    ID: id,
    PLATE: (draw) =>
      pick(draw, [
        `${letters(draw, 2, 'ABCDEFGH')}${digits(draw, 2)} ${letters(draw, 3, 'ABCDEFGH')}`,
        `${digits(draw, 1)}${letters(draw, 3, 'ABCDEFGH')}${digits(draw, 3)}`,
      ]),
    ADDRESS: englishAddress,
    NAME: englishName,
    URL: url,
    HANDLE: handle,
  },
}
