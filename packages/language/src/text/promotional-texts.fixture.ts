/** Templates of short promotional texts: `{b}` brand, `{p}` product, `{n}` number, `{m}` price, `{e}` emoji. */
interface Templates {
  readonly language: 'zh' | 'en' | 'ja' | 'ko'
  /** Those that the rules were made with. */
  readonly known: readonly string[]
  /** Those that were written before the rules were tried, and never used to change them. */
  readonly heldOut: readonly string[]
  readonly products: readonly string[]
  readonly prices: readonly string[]
}

const brands = [
  'Nike',
  'iPhone 15 Pro',
  'SK-II',
  'UNIQLO',
  'Dyson V12',
  'Adidas',
  'MUJI',
  'L’Oréal',
  'Sony WH-1000XM5',
  'H&M',
  'LEGO',
  'Canon EOS R6',
  'Starbucks',
  'New Balance 574',
]
const numbers = ['5', '12', '50', '618', '3', '99', '2026']
const emoji = ['🎉', '🔥', '❤️', '👟', '🛒✨', '']

const all: readonly Templates[] = [
  {
    language: 'zh',
    products: ['手机壳', '跑鞋', '精华液', '羽绒服', '吸尘器', '咖啡', '蓝牙耳机', '面霜', '积木', '運動鞋'],
    prices: ['¥{n}9', '{n}9元', '￥1,{n}99.00', 'NT$ {n}99'],
    known: [
      '{b} {p} 包邮 Free Shipping',
      '【{b}】{p} 限时{n}折 {e}',
      '{b} {p} 买{n}送1 {m}',
      '双11 {b} Sale 全场{n}折起',
      '{e}{b}官方旗舰店 {p} {m}',
      '新品首发|{b} {p} New Arrival',
      '{b} {p} {m} 正品保证 Official Store',
      '满{n}减20 {b} {p}{e}',
      '{p} {b} 同款 ins风',
      '{b} x {b} 联名 {p}',
      '日系の{p} {b} 学生党必备',
      'VIP会员专享 {b} {p} {m}',
    ],
    heldOut: [
      'Buy {n} get 1 free {b} {p} 仅限今天',
      '{b} Black Friday 黑五{p}直降{m}',
      '{p}到手价{m} {b} 手慢无{e}{e}',
      '{b} OFFICIAL {p} 顺丰包邮 7天无理由',
      '{e} {b} LIMITED EDITION 限量{p}',
      '{b}{p}，评论区抽{n}位送 gift card',
      '種草！{b} {p} 免運費 {m}',
      '{n}.{n} {b} 超级品牌日 up to {n}% off {p}',
    ],
  },
  {
    language: 'en',
    products: [
      'running shoes',
      'phone case',
      'serum',
      'down jacket',
      'vacuum cleaner',
      'iced latte',
      'wireless earbuds',
      'face cream',
      'building blocks',
      'tote bag',
    ],
    prices: ['US$ {n}9.99', '£{n}', '€{n},00', 'only {n} dollars'],
    known: [
      '{b} {p} - Free Shipping {e}',
      '{n}% OFF {b} {p} today only',
      'Buy {n} get 1 free: {b} {p}',
      '{e} New {b} {p} from {m}',
      'Last chance! {b} {p} {m}',
      'Save £{n} on {b} {p}',
      '{b} official store | {p} {m}',
      'Shop the {b} {p} sale {e}',
      'Your {b} {p} is waiting in the cart',
      '{b} x {b} limited edition {p}',
      'Up to {n}% off {b}',
      'Members only: {b} {p} for {m}',
      'Flash sale ends tonight {e} {b} {p}',
    ],
    heldOut: [
      'Back in stock: {b} {p}',
      '{b} {p}, now {m} with code SAVE{n}',
      'We picked these {p} by {b} just for you',
      '{e}{e} HUGE {b} CLEARANCE {n}% OFF',
      'Meet the all-new {b} {p}',
      'Treat yourself: {b} {p} from just {m}',
      'Rainy weekend? {b} {p}, {n} colours',
      'Early access to {b} Black Friday deals',
      'Refill your favourite {p} ({b}) and earn {n} points',
    ],
  },
  {
    language: 'ja',
    products: [
      'スニーカー',
      'スマホケース',
      '美容液',
      'ダウンジャケット',
      '掃除機',
      'コーヒー',
      'ワイヤレスイヤホン',
      'クリーム',
      'ブロック',
      '腕時計',
    ],
    prices: ['{n}00円', '¥{n},980', '税込{n}99円', '半額'],
    known: [
      '{b} {p} 送料無料 {e}',
      '【{b}】{p}が今だけ{n}%OFF',
      '{b}の{p} {m}',
      '本日限り！{b} SALE 最大{n}%オフ',
      '{e}新発売 {b} {p}',
      '{b} 公式 {p} {m} Free Shipping',
      '{p} {b} メンズ レディース',
      'ポイント{n}倍 {b} {p}',
      '{b} {p}をお買い得価格で',
      '期間限定 {b} コラボ {p}',
      '{b} {p} 即日発送 {m}',
      'お得なクーポン {b} {p} {n}枚',
      'New Arrival {b} {p} 予約受付中',
    ],
    heldOut: [
      '{b} Black Friday セール開催中 {p}',
      '{n}個買うと1個無料 {b} {p} {e}',
      '{e} {b} 大人気の{p}、再入荷しました',
      '楽天ランキング{n}位 {b} {p} {m}',
      '{b} 正規品 {p} 返品OK',
      '会員様限定 {b} {p} {m}',
      '今すぐチェック {b} {p} LIMITED EDITION',
      '{b} {p} 数量限定 先着{n}名',
      '決算大処分 {b} {p} {m}',
      '父の日ギフト {b} {p} {e}',
    ],
  },
  {
    language: 'ko',
    products: [
      '운동화',
      '휴대폰 케이스',
      '에센스',
      '패딩',
      '청소기',
      '커피',
      '무선 이어폰',
      '크림',
      '블록',
      '손목시계',
    ],
    prices: ['{n}9,000원', '₩{n},900', '{n}만원대', '반값'],
    known: [
      '{b} {p} 무료배송 {e}',
      '[{b}] {p} 최대 {n}% 할인',
      '{b} {p} {m} 특가',
      '오늘만 {b} SALE {n}% OFF',
      '{e} 신상 {b} {p}',
      '{b} 공식 스토어 {p} Free Shipping',
      '{n}+1 {b} {p} 이벤트',
      '{b} 콜라보 한정판 {p}',
      '{p} {b} 정품 {m}',
      '첫 구매 {n}% 쿠폰 {b}',
      '{b} {p} 당일 발송 {e}',
      '회원 전용 {b} {p} {m}',
    ],
    heldOut: [
      'Black Friday {b} {p} 역대급 세일',
      '{b} {p} 재입고 알림 {e}',
      'Buy {n} get 1 free {b} {p} 오늘 마감',
      '{e}{e}{b} 베스트 {p} {n}위',
      '{m} {b} {p} 선착순 {n}명',
      '{b} LIMITED EDITION {p} 사전예약',
      '지금 {b} 앱에서 {p} 구매하면 {n}% 적립',
      '{b} {p} 후기 이벤트 gift card 증정',
    ],
  },
]

export interface PromotionalText {
  readonly text: string
  readonly language: Templates['language']
  readonly heldOut: boolean
}

/** Every template with `times` different fillings, always the same ones. */
export function promotionalTexts(times = 8): readonly PromotionalText[] {
  let turn = 0
  const next = (list: readonly string[]): string => list[turn++ % list.length] as string
  const fill = (template: string, { products, prices }: Templates): string =>
    template
      .replaceAll('{m}', () => next(prices))
      .replaceAll('{p}', () => next(products))
      .replaceAll('{b}', () => next(brands))
      .replaceAll('{e}', () => next(emoji))
      .replaceAll('{n}', () => next(numbers))
      .trim()
  return all.flatMap((templates) =>
    [...templates.known, ...templates.heldOut].flatMap((template, i) =>
      Array.from({ length: times }, (_, time) => {
        turn += time
        return { text: fill(template, templates), language: templates.language, heldOut: i >= templates.known.length }
      }),
    ),
  )
}
