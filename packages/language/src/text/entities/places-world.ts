/** ISO 3166-1 codes of countries; their names come from the runtime's CLDR data. Left out: codes that are places above, and Jersey, Chad and Jordan, which shops say of other things. */
export const countryCodes: string =
  'AE AF AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET ' +
  'FI FJ FR GA GB GD GE GH GM GN GQ GR GT GW GY HN HR HT HU ID IE IL IN IQ IR IS IT JM JP KE KG KH KI KM KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME ' +
  'MG MH MK ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PS PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ ' +
  'TG TH TJ TL TM TN TO TR TT TV TZ UA UG US UY UZ VA VC VE VN VU WS YE ZA ZM ZW'

/** Further names of countries. */
export const countryAliases: string =
  'US US|US USA|US America|US U.S.|US U.S.A.|US 美国|GB UK|GB U.K.|GB Britain|GB Great_Britain|GB England|GB Scotland|GB Wales|GB 英国|GB 英格兰|GB 苏格兰|KR 韩国|KR 南韩|KR Korea|' +
  'KP 朝鲜|CN 中国|CN 中國|CN 大陆|RU 俄国|NL Holland|CZ Czech_Republic|CZ 捷克|AE UAE|AE 阿联酋|TR Türkiye|TR Turkey|VN Vietnam|VN Viet_Nam|CI Ivory_Coast|MM Burma|JP 日本|TH 泰國|DE 德國|FR 法國|US 美國|GB 英國|KR 韓國|NZ 新西兰|NZ 新西蘭|SA 沙特|BA Bosnia'

/** Large cities outside China: country, name in English, name in Chinese. */
export const worldCities: string =
  'JP Tokyo 东京|JP Osaka 大阪|JP Kyoto 京都|JP Yokohama 横滨|JP Nagoya 名古屋|JP Sapporo 札幌|JP Fukuoka 福冈|JP Kobe 神户|JP Hiroshima 广岛|JP Okinawa 冲绳|JP Hokkaido 北海道|KR Seoul 首尔|KR Busan 釜山|KR Incheon 仁川|KR Jeju 济州岛|' +
  'TH Bangkok 曼谷|TH Chiang_Mai 清迈|TH Phuket 普吉|VN Hanoi 河内|VN Ho_Chi_Minh_City 胡志明市|MY Kuala_Lumpur 吉隆坡|ID Jakarta 雅加达|ID Bali 巴厘岛|PH Manila 马尼拉|KH Phnom_Penh 金边|MM Yangon 仰光|' +
  'IN Mumbai 孟买|IN Delhi 德里|IN New_Delhi 新德里|IN Bangalore 班加罗尔|IN Bengaluru 班加罗尔|IN Kolkata 加尔各答|IN Chennai 金奈|IN Hyderabad 海得拉巴|PK Karachi 卡拉奇|PK Lahore 拉合尔|BD Dhaka 达卡|NP Kathmandu 加德满都|LK Colombo 科伦坡|' +
  'AE Dubai 迪拜|AE Abu_Dhabi 阿布扎比|SA Riyadh 利雅得|QA Doha 多哈|IR Tehran 德黑兰|IQ Baghdad 巴格达|IL Tel_Aviv 特拉维夫|IL Jerusalem 耶路撒冷|TR Istanbul 伊斯坦布尔|TR Ankara 安卡拉|' +
  'GB London 伦敦|GB Manchester 曼彻斯特|GB Birmingham 伯明翰|GB Liverpool 利物浦|GB Edinburgh 爱丁堡|IE Dublin 都柏林|FR Paris 巴黎|FR Lyon 里昂|FR Marseille 马赛|FR Nice 尼斯|DE Berlin 柏林|DE Munich 慕尼黑|DE Hamburg 汉堡|DE Frankfurt 法兰克福|DE Cologne 科隆|' +
  'ES Madrid 马德里|ES Barcelona 巴塞罗那|IT Rome 罗马|IT Milan 米兰|IT Venice 威尼斯|IT Florence 佛罗伦萨|IT Naples 那不勒斯|PT Lisbon 里斯本|NL Amsterdam 阿姆斯特丹|NL Rotterdam 鹿特丹|BE Brussels 布鲁塞尔|CH Zurich 苏黎世|CH Geneva 日内瓦|AT Vienna 维也纳|' +
  'CZ Prague 布拉格|PL Warsaw 华沙|HU Budapest 布达佩斯|GR Athens 雅典|SE Stockholm 斯德哥尔摩|NO Oslo 奥斯陆|DK Copenhagen 哥本哈根|FI Helsinki 赫尔辛基|IS Reykjavik 雷克雅未克|UA Kyiv 基辅|RO Bucharest 布加勒斯特|RU Moscow 莫斯科|RU Saint_Petersburg 圣彼得堡|RU Vladivostok 海参崴|' +
  'US New_York 纽约|US Los_Angeles 洛杉矶|US Chicago 芝加哥|US Houston 休斯敦|US San_Francisco 旧金山|US Seattle 西雅图|US Boston 波士顿|US Washington 华盛顿|US Miami 迈阿密|US Las_Vegas 拉斯维加斯|US Philadelphia 费城|US Atlanta 亚特兰大|US Dallas 达拉斯|US San_Diego 圣地亚哥|US Hawaii 夏威夷|US Silicon_Valley 硅谷|' +
  'CA Toronto 多伦多|CA Vancouver 温哥华|CA Montreal 蒙特利尔|MX Mexico_City 墨西哥城|BR São_Paulo 圣保罗|BR Rio_de_Janeiro 里约热内卢|AR Buenos_Aires 布宜诺斯艾利斯|PE Lima 利马|CO Bogotá 波哥大|CU Havana 哈瓦那|' +
  'AU Sydney 悉尼|AU Melbourne 墨尔本|AU Brisbane 布里斯班|AU Perth 珀斯|NZ Auckland 奥克兰|EG Cairo 开罗|ZA Cape_Town 开普敦|ZA Johannesburg 约翰内斯堡|KE Nairobi 内罗毕|NG Lagos 拉各斯|MA Casablanca 卡萨布兰卡'
/** Cities that are words as well. */
export const doubtfulWorld: ReadonlySet<string> = new Set([
  'Nice',
  'Florence',
  'Bali',
  'Cologne',
  'Lima',
  '汉堡',
  '河内',
  '尼斯',
  '金边',
  '京都',
])
