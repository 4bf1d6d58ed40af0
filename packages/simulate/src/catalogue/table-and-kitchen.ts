import { type Category, colours, k, t, tools, v } from './words.ts'

/** Tea, coffee, ceramics, stationery, textiles, kitchen. */
export const tableAndKitchen: readonly Category[] = [
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
      k('hand grinder', '手摇磨豆机', 'bottle', 239, {
        materials: [t('steel', '不锈钢'), t('walnut', '胡桃木'), t('matte', '哑光')],
        variants: colours,
        features: tools,
      }),
      k('pour-over kettle', '手冲壶', 'pot', 299, {
        materials: [t('steel', '不锈钢'), t('copper', '铜'), t('matte', '哑光')],
        variants: colours,
        features: tools,
      }),
      k('filter cup', '滤杯', 'cup', 89, {
        materials: [t('ceramic', '陶瓷'), t('glass', '玻璃'), t('copper', '铜')],
        variants: colours,
        features: tools,
      }),
      k('moka pot', '摩卡壶', 'pot', 219, {
        materials: [t('steel', '不锈钢'), t('aluminium', '铝'), t('matte', '哑光')],
        variants: colours,
        features: tools,
      }),
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
      k('fountain pen', '钢笔', 'pen', 168, {
        materials: [t('brass', '黄铜'), t('resin', '树脂'), t('maple', '枫木')],
        features: tools,
      }),
      k('ink bottle', '彩墨', 'bottle', 58, {
        materials: [t('pigment', '颜料型'), t('iron-gall', '鞣酸铁'), t('shimmering', '闪粉')],
      }),
      k('desk calendar', '台历', 'book', 49, {
        materials: [t('letterpress', '凸版'), t('recycled', '再生'), t('linen-bound', '布面')],
      }),
      k('letter set', '信笺', 'book', 36),
      k('pencil case', '笔袋', 'bag', 59, {
        materials: [t('canvas', '帆布'), t('leather', '皮革'), t('recycled', '再生')],
        features: tools,
      }),
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
      k('wok', '炒锅', 'pan', 269, {
        materials: [t('cast-iron', '铸铁'), t('carbon-steel', '碳钢'), t('steel', '不锈钢')],
      }),
      k('kitchen knife', '厨刀', 'pen', 229, {
        materials: [t('damask', '大马士革'), t('carbon-steel', '碳钢'), t('steel', '不锈钢')],
        features: tools,
      }),
      k('chopping board', '砧板', 'mat', 119, {
        materials: [t('camphor-wood', '香樟木'), t('bamboo', '竹'), t('beech', '榉木')],
        features: tools,
      }),
      k('soup pot', '汤锅', 'pot', 299, {
        materials: [t('cast-iron', '铸铁'), t('steel', '不锈钢'), t('enamel', '珐琅')],
      }),
      k('spice jars', '调料罐', 'bottle', 69, {
        materials: [t('glass', '玻璃'), t('porcelain', '瓷'), t('bamboo', '竹')],
        features: tools,
      }),
      k('steamer', '蒸笼', 'round', 109, {
        materials: [t('bamboo', '竹'), t('steel', '不锈钢'), t('cypress', '柏木')],
        features: tools,
      }),
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
]
