/** What people speak of in reviews. */
export const aspects = [
  'delivery',
  'price',
  'quality',
  'service',
  'packaging',
  'taste',
  'size',
  'appearance',
  'place',
] as const
export type Aspect = (typeof aspects)[number]

/** Words that name an aspect; English with `_` for spaces. */
export const aspectWords: Readonly<Record<Aspect, string>> = {
  delivery: `物流 快递 发货 送货 配送 送达 送餐 到货 派送 运输 寄 快递员 快递小哥 送货员 骑手 外卖员 到得 送得 送来 速度 时效 收到货
    delivery deliver delivered shipping ship shipped shipment courier arrive arrived arrival dispatch dispatched tracking postage carrier driver`,
  price: `价格 价钱 价位 性价比 贵 便宜 实惠 划算 优惠 打折 折扣 降价 涨价 钱 费用 收费 超值 物美价廉 物有所值 不值 值得 元 块钱 运费 红包 券
    price priced prices cost costs expensive cheap cheaper affordable overpriced pricey value value_for_money money bargain discount deal worth fee fees refund inexpensive`,
  quality: `质量 品质 做工 材质 用料 材料 面料 布料 料子 质感 手感 耐用 结实 正品 假货 起球 掉色 褪色 开线 变形 线头 坏了 破洞 瑕疵 新鲜 屏幕 电池 性能 音质 画质
    quality material materials fabric durable durability sturdy flimsy workmanship craftsmanship stitching seams fell_apart broke broken defective made build_quality texture cloth screen battery sound performance`,
  service: `服务 客服 售后 态度 店员 服务员 店家 商家 卖家 老板 店主 前台 工作人员 人员 售前 接待 回复 沟通 退换 退货 换货 退款 保修 维修 师傅
    service staff support representative seller vendor customer_service waiter waitress waiters server receptionist reception front_desk manager employee employees clerk host team return returns exchange warranty response`,
  packaging: `包装 外包装 盒子 箱子 纸箱 袋子 包裹 包得 封口 泡沫 礼盒 瓶子 瓶盖
    packaging package packaged packed box boxed wrapping wrapped bag bottle lid carton container seal`,
  taste: `味道 口味 口感 好吃 难吃 好喝 难喝 菜 菜品 饭 米饭 面条 肉 汤 早餐 食物 食材 咸 甜 辣 油腻 香 鲜 嫩 分量 份量 水果 奶茶 咖啡
    taste tastes tasted flavor flavour flavors food meal dish dishes delicious yummy bland tasty breakfast dinner lunch sauce meat soup coffee juice fruit portion portions salty sweet spicy aftertaste`,
  size: `尺码 尺寸 大小 码数 偏大 偏小 合身 显瘦 版型 号码 码 长度 宽松 紧身 腰围 肩宽 合脚 太大 太小 太长 太短
    size sizes sizing fit fits fitted fitting tight loose too_small too_big too_large runs_small runs_large true_to_size length waist petite snug baggy`,
  appearance: `外观 颜色 款式 样式 颜值 好看 漂亮 外形 图案 设计 色差 难看 美观 花色 色彩
    color colour colors colours look looks looked style design pattern print beautiful ugly cute gorgeous pretty appearance picture pictures stylish`,
  place: `房间 环境 位置 卫生 酒店 宾馆 店面 装修 设施 隔音 空调 卫生间 浴室 床 大堂 停车 交通 氛围 地理位置 房子
    room rooms location hotel bathroom bed beds clean cleanliness lobby parking view noise atmosphere ambience decor restaurant neighborhood wifi pool shower`,
}
