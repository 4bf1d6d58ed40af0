/** Sentences that a shop's visitors might write, in both languages, to learn small vocabularies from. */
export const sentences: readonly string[] = [
  'The jacket is warm, light and fits perfectly. I would buy this jacket again!',
  'The delivery was late and the box was broken; the jacket itself is fine.',
  'Very comfortable shoes, very good price. My daughter wears them every day.',
  'I ordered a size larger because the shoes run small, and they fit.',
  'Don’t buy: the colour is not the colour in the picture, and it’s not cotton.',
  'Good quality for the price, fast delivery, friendly service. Recommended.',
  'The tea smells wonderful; the tea pot arrived in 3 pieces.',
  'Returned the dress. The dress was too short, the fabric too thin.',
  'Would order again: the quality is good and the service is quick.',
  'Battery lasts 2 days, not 5 days as written. Disappointed.',
  '这件外套很暖和，也很轻，穿着很合身，还会再买。',
  '送货太慢了，盒子也破了，不过外套本身没有问题。',
  '鞋子很舒服，价格也很好，女儿每天都穿。',
  '鞋子偏小，我买大了一号，正好合适。',
  '颜色和图片不一样，也不是纯棉的，不推荐购买。',
  '质量很好，价格便宜，送货很快，服务态度也好。',
  '茶很香，可是茶壶送到的时候碎成了三块。',
  '裙子太短，布料太薄，已经退货了。',
  '还会再买，质量很好，服务也很快。',
  '电池只能用两天，不是说好的五天，很失望。',
  '这个 size 太小了，换了 L 号才合适 😀',
  'Great jacket 👍👍 很暖和，五星好评！',
  'ＡＢＣ１２３ full-width, ﬁne ligature, Café, naïve.',
  '味道很好，very good，下次还来。',
]

/** Texts to be cut: seen and unseen, both languages, emoji, spaces, nothing. */
export const samples: readonly string[] = [
  'The jacket is warm',
  'unbelievably comfortable jackets, delivered!',
  '外套很暖和',
  '服务态度真的很好，质量也不错',
  'size 太小了 👍🏽 Café',
  'ＡＢＣ\t１２３\n  two  spaces ',
  '🦄 龘 ق',
  '',
]
