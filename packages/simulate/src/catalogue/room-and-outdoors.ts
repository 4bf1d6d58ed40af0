import { type Category, colours, k, softFeatures, t, tools, v } from './words.ts'

/** Lighting, outdoors, fragrance, audio, plants, children. */
export const roomAndOutdoors: readonly Category[] = [
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
      k('tent', '帐篷', 'lamp', 599, {
        materials: [t('canvas', '帆布'), t('ripstop', '防撕裂'), t('waxed-cotton', '油蜡棉')],
      }),
      k('folding chair', '折叠椅', 'mat', 189, {
        materials: [t('canvas', '帆布'), t('aluminium', '铝合金'), t('beech', '榉木')],
      }),
      k('thermos', '保温壶', 'bottle', 149, {
        materials: [t('steel', '不锈钢'), t('titanium', '钛'), t('enamel', '珐琅')],
        features: tools,
      }),
      k('rucksack', '双肩包', 'bag', 329, {
        materials: [t('canvas', '帆布'), t('ripstop', '防撕裂'), t('waxed-cotton', '油蜡棉')],
      }),
      k('camp stove', '露营炉', 'pan', 239, {
        materials: [t('titanium', '钛'), t('steel', '不锈钢'), t('aluminium', '铝合金')],
        features: tools,
      }),
      k('picnic mat', '野餐垫', 'mat', 99, {
        materials: [t('canvas', '帆布'), t('wool', '羊毛'), t('ripstop', '防撕裂')],
      }),
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
      k('scented candle', '香薰蜡烛', 'cup', 139, {
        materials: [t('soy-wax', '大豆蜡'), t('beeswax', '蜂蜡'), t('coconut-wax', '椰蜡')],
      }),
      k('incense', '线香', 'box', 88, {
        materials: [t('sandalwood', '檀香'), t('hand-rolled', '手搓'), t('long-burning', '长燃')],
      }),
      k('reed diffuser', '藤条香薰', 'bottle', 169, {
        materials: [t('rattan', '藤条'), t('essential-oil', '精油'), t('rechargeable', '可续装')],
      }),
      k('sachet', '香囊', 'bag', 49, {
        materials: [t('silk', '真丝'), t('linen', '亚麻'), t('embroidered', '刺绣')],
        features: softFeatures,
      }),
      k('hand cream', '护手霜', 'bottle', 69, {
        materials: [t('almond-oil', '杏仁油'), t('shea', '乳木果'), t('beeswax', '蜂蜡')],
        features: softFeatures,
      }),
      k('soap', '手工皂', 'box', 39, {
        materials: [t('cold-pressed', '冷制'), t('olive-oil', '橄榄油'), t('goat-milk', '羊奶')],
        features: softFeatures,
      }),
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
      k('moss bowl', '苔藓盆景', 'bowl', 129, { materials: [t('stone', '石'), t('clay', '陶'), t('glass', '玻璃')] }),
      k('watering can', '浇水壶', 'pot', 89, {
        materials: [t('zinc', '镀锌'), t('copper', '铜'), t('enamel', '珐琅')],
        variants: colours,
        features: tools,
      }),
      k('planter', '花盆', 'cup', 69, {
        materials: [t('terracotta', '红陶'), t('stone', '石'), t('rattan', '藤编')],
        variants: colours,
        features: tools,
      }),
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
      k('picture book', '绘本', 'book', 49, { materials: [t('board', '纸板'), t('cloth', '布'), t('pop-up', '立体')] }),
      k('puzzle', '拼图', 'toy', 69, {
        materials: [t('beech', '榉木'), t('cardboard', '纸板'), t('magnetic', '磁性')],
      }),
      k('soft toy', '布偶', 'toy', 89, { materials: [t('felt', '毛毡'), t('cotton', '棉布'), t('linen', '亚麻')] }),
      k('paint set', '颜料套装', 'box', 79, {
        materials: [t('watercolour', '水彩'), t('finger', '手指'), t('poster', '广告')],
      }),
      k('kite', '风筝', 'toy', 59, { materials: [t('paper', '纸'), t('silk', '绢'), t('bamboo', '竹骨')] }),
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
