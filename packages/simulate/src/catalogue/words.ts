/** A text in both languages. */
export interface Text {
  readonly en: string
  readonly zh: string
}

export type Shape =
  | 'pot'
  | 'cup'
  | 'bowl'
  | 'book'
  | 'pen'
  | 'lamp'
  | 'bag'
  | 'bottle'
  | 'plant'
  | 'cloth'
  | 'box'
  | 'round'
  | 'speaker'
  | 'toy'
  | 'pan'
  | 'mat'

export interface ProductKind extends Text {
  readonly shape: Shape
  /** Typical price in CNY. */
  readonly price: number
}

export interface Variant extends Text {
  /** Hue of the drawing. */
  readonly colour: string
}

export interface Category extends Text {
  readonly key: string
  readonly kinds: readonly ProductKind[]
  readonly materials: readonly Text[]
  readonly variants: readonly Variant[]
  readonly features: readonly Text[]
  readonly uses: readonly Text[]
  /** Day of the year on which it sells best; undefined: all year. */
  readonly peakDay?: number
}

export interface Style extends Text {
  readonly key: string
  /** A sentence of description. */
  readonly says: Text
  /** Background of the drawing. */
  readonly paper: string
  /** Factor on the price. */
  readonly price: number
}

const t = (en: string, zh: string): Text => ({ en, zh })
const k = (en: string, zh: string, shape: Shape, price: number): ProductKind => ({ en, zh, shape, price })
const v = (en: string, zh: string, colour: string): Variant => ({ en, zh, colour })

const colours: readonly Variant[] = [
  v('Moss', '苔绿', '#6F7F57'),
  v('Ash', '灰', '#8B8A84'),
  v('Indigo', '靛蓝', '#3F5878'),
  v('Ochre', '赭黄', '#B98A3E'),
  v('Chalk', '米白', '#CFC6B4'),
  v('Clay', '陶红', '#B4664A'),
  v('Plum', '梅紫', '#7A5068'),
  v('Ink', '墨', '#3B3D40'),
  v('Celadon', '青瓷', '#86A595'),
  v('Amber', '琥珀', '#B07632'),
  v('Mist', '雾蓝', '#8FA6B2'),
  v('Persimmon', '柿', '#C2703D'),
]

export const styles: readonly Style[] = [
  {
    key: 'quiet',
    ...t('Quiet', '素'),
    says: t('Nothing on it that is not needed.', '没有一处多余。'),
    paper: '#F4F1EA',
    price: 1.1,
  },
  {
    key: 'craft',
    ...t('Handmade', '手作'),
    says: t('Made by hand in a small workshop, so no two are alike.', '小作坊手工制作，每一件都略有不同。'),
    paper: '#F3ECE0',
    price: 1.35,
  },
  {
    key: 'vintage',
    ...t('Vintage', '旧时光'),
    says: t('Looks as if it had always been in the house.', '像是一直就在家里的老物件。'),
    paper: '#F1E9DA',
    price: 1,
  },
  {
    key: 'nature',
    ...t('Wild', '自然'),
    says: t('Colours and grain taken from the hills.', '颜色与纹理取自山野。'),
    paper: '#EDF0E4',
    price: 1,
  },
  {
    key: 'playful',
    ...t('Playful', '趣'),
    says: t('Cheerful shapes that make small people smile.', '造型活泼，大人小孩都喜欢。'),
    paper: '#F8EEE4',
    price: 0.8,
  },
  {
    key: 'city',
    ...t('City', '都市'),
    says: t('Slim and quick, for small flats and full days.', '轻巧利落，适合小户型与忙碌的日子。'),
    paper: '#EEF0F0',
    price: 0.95,
  },
  {
    key: 'east',
    ...t('Song', '宋'),
    says: t('Song-dynasty lines, today’s use.', '宋代的线条，今天的用法。'),
    paper: '#F0EEE3',
    price: 1.5,
  },
  {
    key: 'north',
    ...t('Nordic', '北境'),
    says: t('Pale wood, soft light, long evenings.', '浅木、柔光与漫长的夜晚。'),
    paper: '#F2F1EC',
    price: 1.2,
  },
]

export const categories: readonly Category[] = [
  {
    key: 'tea',
    ...t('Tea', '茶'),
    peakDay: 105,
    kinds: [
      k('green tea', '绿茶', 'box', 128),
      k('oolong', '乌龙', 'box', 168),
      k('white tea', '白茶', 'box', 198),
      k('black tea', '红茶', 'box', 98),
      k('aged pu’er', '陈年普洱', 'round', 268),
      k('flower tea', '花茶', 'bottle', 68),
    ],
    materials: [
      t('loose-leaf', '散叶'),
      t('hand-rolled', '手揉'),
      t('charcoal-roasted', '炭焙'),
      t('first-flush', '头采'),
    ],
    variants: [
      v('Longjing', '龙井', '#7D8F56'),
      v('Wuyi', '武夷', '#8A5A3C'),
      v('Anxi', '安溪', '#77885A'),
      v('Yunnan', '云南', '#6E4433'),
      v('Fuding', '福鼎', '#B9AE8C'),
      v('Keemun', '祁门', '#7C3F2F'),
      v('Alishan', '阿里山', '#8C9A63'),
      v('Jasmine', '茉莉', '#C3B98A'),
      v('Osmanthus', '桂花', '#C79A45'),
      v('Chrysanthemum', '菊花', '#D0A94E'),
    ],
    features: [
      t('Picked before the spring rain', '雨前采摘'),
      t('Keeps seven infusions', '耐泡七道'),
      t('Smells of orchids when warm', '热时有兰花香'),
      t('Tastes of honey and stone', '有蜜香与岩韵'),
    ],
    uses: [
      t('For slow mornings.', '适合慢悠悠的早晨。'),
      t('A good present for parents.', '送长辈很合适。'),
      t('Best with a small pot.', '宜用小壶冲泡。'),
    ],
  },
  {
    key: 'coffee',
    ...t('Coffee', '咖啡'),
    kinds: [
      k('beans', '咖啡豆', 'bag', 88),
      k('drip bags', '挂耳咖啡', 'box', 59),
      k('hand grinder', '手摇磨豆机', 'bottle', 239),
      k('pour-over kettle', '手冲壶', 'pot', 299),
      k('filter cup', '滤杯', 'cup', 89),
      k('moka pot', '摩卡壶', 'pot', 219),
    ],
    materials: [t('light-roast', '浅烘'), t('medium-roast', '中烘'), t('washed', '水洗'), t('natural', '日晒')],
    variants: [
      v('Yirgacheffe', '耶加雪菲', '#8F5B3E'),
      v('Pu’er valley', '普洱山谷', '#6D4A37'),
      v('Huila', '惠兰', '#7E4B35'),
      v('Sidamo', '西达摩', '#9A6B44'),
      v('Mandheling', '曼特宁', '#54382C'),
      v('Kirinyaga', '基里尼亚加', '#A05A3D'),
      v('Antigua', '安提瓜', '#7A5B46'),
      v('Java', '爪哇', '#5F4A3B'),
    ],
    features: [
      t('Berries first, cocoa after', '先是莓果，后是可可'),
      t('Roasted the week it is sent', '发货当周烘焙'),
      t('Clean, with a long finish', '干净，余韵长'),
      t('Easy to get right', '不挑手法'),
    ],
    uses: [
      t('For the desk at ten o’clock.', '适合上午十点的书桌。'),
      t('Wakes two people.', '两人份刚好。'),
      t('Good cold as well.', '冷萃也好喝。'),
    ],
  },
  {
    key: 'ceramics',
    ...t('Ceramics', '陶瓷'),
    kinds: [
      k('teapot', '茶壶', 'pot', 258),
      k('tea bowl', '茶碗', 'bowl', 98),
      k('mug', '马克杯', 'cup', 79),
      k('dinner plate', '餐盘', 'round', 88),
      k('noodle bowl', '面碗', 'bowl', 75),
      k('vase', '花瓶', 'bottle', 189),
    ],
    materials: [t('stoneware', '粗陶'), t('porcelain', '白瓷'), t('celadon-glazed', '青釉'), t('wood-fired', '柴烧')],
    variants: colours,
    features: [
      t('Glaze that runs a little differently on each', '釉色流动，各不相同'),
      t('Sits warm in the hand', '握在手里温润'),
      t('Dishwasher-proof', '可入洗碗机'),
      t('Pours without a drip', '出水利落不滴漏'),
    ],
    uses: [
      t('For every day.', '日常可用。'),
      t('Makes a plain table festive.', '让朴素的餐桌有了仪式感。'),
      t('Stacks neatly.', '可叠放。'),
    ],
  },
  {
    key: 'stationery',
    ...t('Stationery', '文具'),
    peakDay: 245,
    kinds: [
      k('notebook', '笔记本', 'book', 45),
      k('fountain pen', '钢笔', 'pen', 168),
      k('ink bottle', '彩墨', 'bottle', 58),
      k('desk calendar', '台历', 'book', 49),
      k('letter set', '信笺', 'book', 36),
      k('pencil case', '笔袋', 'bag', 59),
    ],
    materials: [t('linen-bound', '布面'), t('dot-grid', '点阵'), t('recycled', '再生'), t('leather', '皮面')],
    variants: colours,
    features: [
      t('Paper that takes ink without bleeding', '纸张不洇墨'),
      t('Opens flat', '可平摊'),
      t('Numbered pages', '带页码'),
      t('Refillable', '可替换'),
    ],
    uses: [
      t('For lists, letters and plans.', '写清单、写信、写计划。'),
      t('Fits a coat pocket.', '放得进大衣口袋。'),
      t('A good start to a term.', '开学正好用。'),
    ],
  },
  {
    key: 'textiles',
    ...t('Home textiles', '家纺'),
    peakDay: 330,
    kinds: [
      k('duvet cover', '被套', 'cloth', 329),
      k('blanket', '盖毯', 'cloth', 239),
      k('cushion', '抱枕', 'round', 89),
      k('curtain', '窗帘', 'cloth', 269),
      k('towel set', '毛巾套装', 'cloth', 99),
      k('table runner', '桌旗', 'mat', 79),
    ],
    materials: [t('linen', '亚麻'), t('cotton', '纯棉'), t('wool', '羊毛'), t('bamboo', '竹纤维')],
    variants: colours,
    features: [
      t('Softer after each wash', '越洗越软'),
      t('Breathes in summer', '夏天透气'),
      t('Woven, not printed', '织造而非印花'),
      t('Warm without weight', '轻而保暖'),
    ],
    uses: [
      t('For cold evenings.', '适合寒冷的夜晚。'),
      t('Changes a room for little money.', '花小钱，换一个房间的气氛。'),
      t('Dries fast.', '易干。'),
    ],
  },
  {
    key: 'kitchen',
    ...t('Kitchen', '厨房'),
    peakDay: 20,
    kinds: [
      k('wok', '炒锅', 'pan', 269),
      k('chef’s knife', '厨刀', 'pen', 229),
      k('chopping board', '砧板', 'mat', 119),
      k('soup pot', '汤锅', 'pot', 299),
      k('spice jars', '调料罐', 'bottle', 69),
      k('steamer', '蒸笼', 'round', 109),
    ],
    materials: [t('cast-iron', '铸铁'), t('steel', '不锈钢'), t('camphor-wood', '香樟木'), t('bamboo', '竹')],
    variants: colours,
    features: [
      t('Keeps its heat', '蓄热好'),
      t('Lasts for decades', '能用几十年'),
      t('Works on induction', '电磁炉可用'),
      t('Light enough for one hand', '单手可持'),
    ],
    uses: [
      t('For weeknight suppers.', '适合平日晚餐。'),
      t('For soups that take an afternoon.', '慢炖一下午的汤。'),
      t('For a first kitchen.', '适合第一个厨房。'),
    ],
  },
  {
    key: 'lighting',
    ...t('Lighting', '灯具'),
    kinds: [
      k('table lamp', '台灯', 'lamp', 229),
      k('floor lamp', '落地灯', 'lamp', 459),
      k('pendant', '吊灯', 'lamp', 389),
      k('night light', '小夜灯', 'round', 79),
      k('reading lamp', '阅读灯', 'lamp', 189),
      k('candle holder', '烛台', 'cup', 69),
    ],
    materials: [t('paper', '纸'), t('brass', '黄铜'), t('rattan', '藤编'), t('frosted-glass', '磨砂玻璃')],
    variants: colours,
    features: [
      t('Dims to candle light', '可调到烛光亮度'),
      t('No glare on the page', '看书不刺眼'),
      t('Warm 2700 K', '2700 K 暖光'),
      t('Folds flat', '可折叠'),
    ],
    uses: [
      t('For a corner that was dark.', '点亮那个昏暗的角落。'),
      t('For reading in bed.', '适合床头阅读。'),
      t('For the children’s room.', '适合儿童房。'),
    ],
  },
  {
    key: 'outdoor',
    ...t('Outdoors', '户外'),
    peakDay: 130,
    kinds: [
      k('tent', '帐篷', 'lamp', 599),
      k('folding chair', '折叠椅', 'mat', 189),
      k('thermos', '保温壶', 'bottle', 149),
      k('rucksack', '双肩包', 'bag', 329),
      k('camp stove', '露营炉', 'pan', 239),
      k('picnic mat', '野餐垫', 'mat', 99),
    ],
    materials: [t('canvas', '帆布'), t('ripstop', '防撕裂'), t('titanium', '钛'), t('waxed-cotton', '油蜡棉')],
    variants: colours,
    features: [
      t('Keeps off a whole day of rain', '能挡一整天的雨'),
      t('Packs to the size of a loaf', '收纳后只有面包大小'),
      t('Under a kilogram', '不到一公斤'),
      t('Mended free for five years', '五年免费修补'),
    ],
    uses: [
      t('For weekends out of town.', '适合周末出城。'),
      t('For the first night under stars.', '适合第一次露营。'),
      t('For mountain paths.', '适合山路。'),
    ],
  },
  {
    key: 'fragrance',
    ...t('Fragrance', '香氛'),
    kinds: [
      k('scented candle', '香薰蜡烛', 'cup', 139),
      k('incense', '线香', 'box', 88),
      k('reed diffuser', '藤条香薰', 'bottle', 169),
      k('sachet', '香囊', 'bag', 49),
      k('hand cream', '护手霜', 'bottle', 69),
      k('soap', '手工皂', 'box', 39),
    ],
    materials: [t('soy-wax', '大豆蜡'), t('sandalwood', '檀香'), t('cold-pressed', '冷制'), t('essential-oil', '精油')],
    variants: [
      v('Cedar', '雪松', '#7B6A4F'),
      v('Osmanthus', '桂花', '#C79A45'),
      v('White tea', '白茶', '#BDBBA0'),
      v('Fig', '无花果', '#6F6A4C'),
      v('Rain', '雨后', '#8199A3'),
      v('Plum blossom', '寒梅', '#A86474'),
      v('Agarwood', '沉香', '#5B4636'),
      v('Citron', '香橼', '#C0A94A'),
      v('Mint', '薄荷', '#7FA08C'),
      v('Lavender', '薰衣草', '#85799C'),
    ],
    features: [
      t('Lasts about forty hours', '可燃约四十小时'),
      t('Never sweet', '不甜腻'),
      t('No smoke', '无烟'),
      t('Fills a room quietly', '静静地充满房间'),
    ],
    uses: [t('For after work.', '适合下班之后。'), t('For a clear head.', '让头脑清醒。'), t('For guests.', '待客。')],
  },
  {
    key: 'audio',
    ...t('Audio', '影音'),
    kinds: [
      k('speaker', '音箱', 'speaker', 459),
      k('headphones', '耳机', 'round', 399),
      k('record player', '唱片机', 'speaker', 899),
      k('radio', '收音机', 'speaker', 299),
      k('earbuds', '耳塞', 'round', 259),
      k('alarm clock', '闹钟', 'round', 119),
    ],
    materials: [t('walnut', '胡桃木'), t('aluminium', '铝合金'), t('fabric', '织物'), t('retro', '复古')],
    variants: colours,
    features: [
      t('Voices sound like voices', '人声自然'),
      t('Plays for thirty hours', '续航三十小时'),
      t('Buttons instead of an app', '有按键，不需要应用'),
      t('Small, with real bass', '小巧，低音扎实'),
    ],
    uses: [
      t('For the kitchen shelf.', '放在厨房架子上。'),
      t('For long train rides.', '适合长途火车。'),
      t('For old songs.', '适合听老歌。'),
    ],
  },
  {
    key: 'plants',
    ...t('Plants', '绿植'),
    peakDay: 75,
    kinds: [
      k('fern', '蕨', 'plant', 59),
      k('fig tree', '琴叶榕', 'plant', 189),
      k('succulent', '多肉', 'plant', 29),
      k('moss bowl', '苔藓盆景', 'bowl', 129),
      k('watering can', '浇水壶', 'pot', 89),
      k('planter', '花盆', 'cup', 69),
    ],
    materials: [t('potted', '盆栽'), t('bare-root', '裸根'), t('shade-loving', '耐阴'), t('easy-care', '好养')],
    variants: [
      v('Maidenhair', '铁线', '#6E8B5B'),
      v('Silver', '银叶', '#93A08C'),
      v('Fiddle', '琴叶', '#4F7148'),
      v('Alpine', '高山', '#7C8F6B'),
      v('Mountain', '山野', '#5D7A56'),
      v('Dwarf', '迷你', '#86A06B'),
      v('Weeping', '垂枝', '#6A8562'),
      v('Spotted', '斑叶', '#8E9F70'),
    ],
    features: [
      t('Forgives a forgotten week', '忘浇一周也没事'),
      t('Sent with its own soil', '连原土一起寄送'),
      t('Grows towards little light', '弱光也能长'),
      t('Replaced if it dies in a month', '一个月内包活'),
    ],
    uses: [
      t('For the bathroom window.', '适合浴室窗台。'),
      t('For a desk that needs life.', '给书桌添点生机。'),
      t('For beginners.', '新手友好。'),
    ],
  },
  {
    key: 'children',
    ...t('Children', '童趣'),
    peakDay: 152,
    kinds: [
      k('wooden blocks', '积木', 'toy', 129),
      k('picture book', '绘本', 'book', 49),
      k('puzzle', '拼图', 'toy', 69),
      k('soft toy', '布偶', 'toy', 89),
      k('paint set', '颜料套装', 'box', 79),
      k('kite', '风筝', 'toy', 59),
    ],
    materials: [t('beech', '榉木'), t('felt', '毛毡'), t('cardboard', '纸板'), t('cotton', '棉布')],
    variants: [
      v('Whale', '鲸鱼', '#5D7F99'),
      v('Fox', '狐狸', '#C2703D'),
      v('Panda', '熊猫', '#55585A'),
      v('Moon', '月亮', '#C9AE5D'),
      v('Dragon', '小龙', '#6F8F57'),
      v('Swallow', '燕子', '#3F5878'),
      v('Rabbit', '兔子', '#C9B7A6'),
      v('Mushroom', '蘑菇', '#B4664A'),
    ],
    features: [
      t('No small parts', '没有小零件'),
      t('Painted with food colour', '食用色素上色'),
      t('Keeps a rainy day busy', '能打发一个雨天'),
      t('Gets handed down', '可以一直传下去'),
    ],
    uses: [
      t('From three years on.', '适合三岁以上。'),
      t('A birthday present that lasts.', '耐玩的生日礼物。'),
      t('For two to play.', '适合两个人一起玩。'),
    ],
  },
]

/** Invented makers; each works in two styles (indices of `styles`). */
export const brands: readonly (Text & { readonly styles: readonly [number, number] })[] = [
  { ...t('Shanli', '山里'), styles: [0, 3] },
  { ...t('Wuyan', '屋檐'), styles: [0, 7] },
  { ...t('Jinghe', '静禾'), styles: [1, 3] },
  { ...t('Old Lane', '老弄堂'), styles: [2, 5] },
  { ...t('Maker & Moth', '匠蛾'), styles: [1, 2] },
  { ...t('Bamboo Gate', '竹门'), styles: [6, 3] },
  { ...t('Tiny Boat', '小舟'), styles: [4, 5] },
  { ...t('Qingyuan', '青原'), styles: [3, 6] },
  { ...t('Fjell', '北岭'), styles: [7, 0] },
  { ...t('Half Moon', '半月'), styles: [4, 2] },
  { ...t('Line Nine', '九号线'), styles: [5, 0] },
  { ...t('Ruyao', '如窑'), styles: [6, 1] },
  { ...t('Paper Crane', '纸鹤'), styles: [4, 6] },
  { ...t('Lakehouse', '湖舍'), styles: [7, 3] },
  { ...t('Stillwater', '止水'), styles: [0, 6] },
  { ...t('Common Thread', '同线'), styles: [1, 5] },
]
