import { type PersonalKind, personalKinds } from './personal-data.ts'
import { type Draw, digits, personalValue, pick } from './personal-values.fixture.ts'

/** A sentence with personal data and where it stands. */
export interface PersonalSentence {
  readonly text: string
  readonly language: 'zh' | 'en'
  /** Its template took no part in writing the patterns. */
  readonly held: boolean
  readonly values: readonly { readonly kind: PersonalKind; readonly start: number; readonly end: number }[]
}

/** `{KIND}` is personal data; `{price}`, `{sku}` and the like only look like it. */
const seen = {
  zh: [
    '我叫{NAME}，手机号是{PHONE}，衣服尺码不对想换货',
    '收货人：{NAME}，地址：{ADDRESS}，请尽快发货',
    '请寄到{ADDRESS}，谢谢！一共{price}元',
    '发票开好后发到{EMAIL}，{date}之前要',
    '身份证号{IDENTITY}，实名认证一直不通过',
    '退款退到我的银行卡{CARD}，金额{price}元',
    '订单号：{ID}，买的{model}到现在没到',
    '{NAME}先生在吗？麻烦回电{PHONE}',
    '加我微信：{HANDLE}，给你看实物图',
    '登录IP是{IP}，不是我本人操作的',
    '护照号码：{PASSPORT}，机票名字写错了',
    '车牌{PLATE}，洗车券{price}元没到账',
    '这个链接打不开 {URL} 麻烦看一下',
    '客服你好，会员号{ID}，积分少了{count}分',
    '货号{sku}还有货吗？有的话联系{PHONE}',
    '尊敬的{NAME}女士，您的快递已到，请到{ADDRESS}取件',
    '邮箱{EMAIL}收不到验证码，换成手机{PHONE}可以吗',
    '{NAME}老师推荐的书ISBN {isbn}，我{date}下的单',
    '证件号码 {IDENTITY} ，姓名：{NAME}',
    'QQ号{qq}加不上，电话{PHONE}也打不通',
    '我住在{ADDRESS}，电话{PHONE}，第{count}次退货了',
    '本人{NAME}，身份证 {IDENTITY}，申请退款{price}元',
    '麻烦改一下收件地址，改成{ADDRESS}，电话不变{PHONE}',
    '昨天{date}用卡号{CARD}付的款，型号{model}',
    '老家在{ADDRESS}，寄过去要几天？商品编号{sku}',
    '联系人{NAME} 联系方式{PHONE} 备用邮箱{EMAIL}',
    '我是用户{ID}，你们把{NAME}小姐的包裹给我了',
    '有人用{IP}登了我的号，VX {HANDLE}是骗子',
    '点了{URL}之后扣了{price}块钱，车子{PLATE}也被绑定了',
    '持{PASSPORT2}入境，退税单{count}张',
    '找{NAME}，打他手机{PHONE}',
  ],
  en: [
    'My name is {NAME} and my phone is {PHONE}, the size is wrong.',
    'Please ship to {ADDRESS}. Total was {price}.',
    'Send the invoice to {EMAIL} before {date}.',
    'Dear {NAME}, your parcel {sku} has arrived.',
    'My card {CARD} was charged twice: {price} each.',
    'Order number: {ID}, I bought the {model} on {date}.',
    'Mr. {LAST} called from {PHONE} about ISBN {isbn}.',
    'SSN {IDENTITY}, please verify my account.',
    'My WeChat ID is {HANDLE}, add me for photos.',
    'Somebody signed in from {IP} on {date}.',
    'Passport number: {PASSPORT}, the ticket has a typo.',
    'License plate: {PLATE}, the voucher of {price} is missing.',
    'This link is broken: {URL} can you check?',
    'Customer ID {ID} has lost {count} points.',
    'Is SKU {sku} in stock? Call me at {PHONE}.',
    'Name: {NAME}\nAddress: {ADDRESS}\nTel: {PHONE}',
    'Dr {NAME} recommended model {model}, mail {EMAIL}.',
    'Refund to {CARD}, best regards, {NAME}',
    'I live at {ADDRESS} and wear size {count}.',
    "I'm {NAME}, order {ID} never came.",
    'Instagram: {HANDLE} or email {EMAIL}',
    'This is {NAME} speaking, reach me on {PHONE} or {EMAIL}.',
    'I moved: new address is {ADDRESS}, tracking no. {ID}.',
    'Charge card number {CARD} with {price}, not the other one.',
    'We paid {price} on {date}; contact: {NAME}, mobile {PHONE}',
    'My passport is {PASSPORT} and my NI number {IDENTITY}.',
    'Ms {LAST} from support opened {URL} at {IP}.',
    'Telegram @{HANDLE} keeps offering {model} for {price}.',
    'Attn: {NAME}, {ADDRESS}',
    'number plate {PLATE} blocked the courier, invoice #{ID}',
    'Hi {FIRST}, model {sku} costs {price} today.',
  ],
}

const held = {
  zh: [
    '姓名：{NAME}；电话：{PHONE}；住址：{ADDRESS}；备注：第{count}次购买',
    '{date}晚上有个{PHONE}的号码打来骗我{price}元',
    '用户 {ID} 投诉：{NAME}师傅态度差，{model}也没装好',
    '我的工行卡 {CARD} 和身份证 {IDENTITY} 都上传了',
    '请把{model}送到{ADDRESS}，打{PHONE}，别送错到货号{sku}那单',
    '抖音号：{HANDLE}，直播间说{price}元，下单变成{price}元',
    '开{PLATE}来取货的，登记手机{PHONE}',
    '来自{IP}的访问者，邮箱是{EMAIL}，点开了 {URL}',
    '护照{PASSPORT}、签证都准备好了，{NAME}女士改签到{date}',
    '快递单号 {ID} 显示已签收，签收人{NAME}，不是我签的',
    '条码{ean}的面霜过敏了，我叫{NAME}',
    '{NAME}同学，你的ISBN {isbn}到了，放在{ADDRESS}',
  ],
  en: [
    'Call {PHONE} and ask for {NAME}, the {model} is at {ADDRESS}.',
    'Hello, my account number is {ID}; I paid {price} with card {CARD}.',
    'Yours truly, {NAME} ({EMAIL})',
    'Regards, {NAME}. Flat rate {price}, delivered on {date}.',
    'Mrs. {LAST} lives at {ADDRESS}, {count} doors down.',
    'Text me on {PHONE}, SKU {sku} is out of stock.',
    'The login came from {IP}; my social security number {IDENTITY} leaked.',
    'Skype: {HANDLE}. Version {version} is broken.',
    'Booking reference {ID}, passport no. {PASSPORT}, seat {count}.',
    'I clicked {URL}, then the car with registration {PLATE} showed up.',
    'Dear {FIRST}, ISBN {isbn} costs {price}.',
    'Recipient: {NAME}\nShip to: {ADDRESS}\nMobile: {PHONE}',
  ],
}

/** Nothing personal in them. */
const nobody = {
  zh: [
    '这款{model}跑鞋原价{price}元，现在{price}元，{date}截止',
    '货号{sku}，条码{ean}，共{count}件',
    'ISBN {isbn}，定价{price}元，第{count}版',
    '年轻女士和成熟女士都适合，文艺范儿，高端老师推荐款',
    '满{count}减{count}，订单金额{price}元起包邮',
    '南京路步行街人气很旺，地铁2号线直达，人民广场3号口',
    '固件版本{version}，更新于{date}，屏幕{resolution}',
    '客服热线400-820-8820，微信支付立减，QQ音乐会员{count}折',
    '官网 https://www.example.com/products/{sku}?color=red 有售',
    '任何先生女士都可以参加，时长{count}分钟，评分4.{count}',
  ],
  en: [
    'The {model} was {price}, now {price} until {date}.',
    'SKU {sku}, EAN {ean}, {count} in stock.',
    'ISBN {isbn}, {count} pages, list price {price}.',
    'Dear Customer, your order total is {price}. Free shipping over {price}.',
    'Dr. Martens boots and a Dr Pepper for {price}.',
    'Firmware version {version} released {date}, screen {resolution}.',
    'Hi there, WeChat payment saves {price} on {count} items.',
    'See https://www.example.com/products/{sku}?color=red for details.',
    'This is Great Value, 5 Star quality, rated 4.{count} by {count} people.',
    'Open 9:00-18:00, closed on Monday, since {year}.',
  ],
}

const looksLike: Readonly<Record<string, (draw: Draw) => string>> = {
  price: (draw) =>
    pick(draw, [
      `${digits(draw, 3)}.${digits(draw, 2)}`,
      `¥1,${digits(draw, 3)}`,
      `$${digits(draw, 2)}.99`,
      `13${digits(draw, 3)}.00`,
    ]),
  sku: (draw) =>
    pick(draw, [
      `SKU${digits(draw, 11)}`,
      `A${digits(draw, 6)}`,
      `138${digits(draw, 8)}-BK`,
      `BX-${digits(draw, 4)}-${digits(draw, 2)}`,
    ]),
  date: (draw) =>
    pick(draw, [
      `2026-1${Math.floor(draw() * 3)}-1${Math.floor(draw() * 10)}`,
      `11月2${Math.floor(draw() * 9)}日`,
      `2026/0${1 + Math.floor(draw() * 9)}/15`,
      `20261127`,
    ]),
  model: (draw) =>
    pick(draw, ['iPhone 16 Pro', 'SM-G9910', 'Mate 60', 'WH-1000XM5', 'RTX 4090', 'Galaxy S24', 'Air Max 270']),
  isbn: (draw) =>
    pick(draw, [`978-7-${digits(draw, 4)}-${digits(draw, 4)}-${digits(draw, 1)}`, `9787${digits(draw, 9)}`]),
  ean: (draw) => `69${digits(draw, 11)}`,
  count: (draw) => String(1 + Math.floor(draw() * 9)),
  version: (draw) =>
    `${1 + Math.floor(draw() * 9)}.${digits(draw, 1)}.${digits(draw, 1)}.${digits(draw, 2).replace(/^0/, '')}`,
  resolution: () => '2400x1080',
  year: (draw) => `19${digits(draw, 2)}`,
}

function fill(template: string, language: 'zh' | 'en', isHeld: boolean, draw: Draw): PersonalSentence {
  const values: { kind: PersonalKind; start: number; end: number }[] = []
  let text = ''
  for (const piece of template.split(/(\{[A-Za-z0-9]+\})/)) {
    const slot = /^\{([A-Za-z0-9]+)\}$/.exec(piece)?.[1]
    if (slot === undefined) {
      text += piece
      continue
    }
    const make = looksLike[slot]
    if (make) {
      text += make(draw)
      continue
    }
    const [kind, value] = personal(slot, language, draw)
    // The word before tells the kind; only the number is personal.
    const lead = slot === 'PASSPORT2' ? '护照' : ''
    text += lead
    values.push({ kind, start: text.length, end: text.length + value.length })
    text += value
  }
  return { text, language, held: isHeld, values }
}

function personal(slot: string, language: 'zh' | 'en', draw: Draw): [PersonalKind, string] {
  if (slot === 'qq') return ['HANDLE', `${1 + Math.floor(draw() * 9)}${digits(draw, 8)}`]
  if (slot === 'PASSPORT2') return ['PASSPORT', personalValue.zh.PASSPORT(draw)]
  if (slot === 'LAST' || slot === 'FIRST') {
    const [first = '', last = ''] = personalValue.en.NAME(draw).split(' ')
    return ['NAME', slot === 'LAST' ? last : first]
  }
  const kind = personalKinds.find((name) => name === slot)
  if (kind === undefined) throw new Error(`No such slot: ${slot}`)
  return [kind, personalValue[language][kind](draw)]
}

/** Sentences until `count` pieces of personal data stand in them, and half as many sentences without any. */
export function personalSentences(count: number, draw: Draw): readonly PersonalSentence[] {
  const sentences: PersonalSentence[] = []
  let pieces = 0
  for (let i = 0; pieces < count; i += 1) {
    const language = i % 2 === 0 ? 'zh' : 'en'
    const isHeld = i % 8 >= 6
    const templates = (isHeld ? held : seen)[language]
    const sentence = fill(templates[Math.floor(i / 2) % templates.length] ?? '', language, isHeld, draw)
    pieces += sentence.values.length
    sentences.push(sentence)
  }
  for (let i = 0; i < count / 2; i += 1) {
    const language = i % 2 === 0 ? 'zh' : 'en'
    sentences.push(fill(pick(draw, nobody[language]), language, false, draw))
  }
  return sentences
}

export const templateCount: number = [seen, held, nobody].flatMap(({ zh, en }) => [...zh, ...en]).length
