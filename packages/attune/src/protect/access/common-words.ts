/** What the most common passwords are made of, in English and pinyin (after the yearly lists of leaked passwords). */
export const commonWords: readonly string[] = `
password passwort passw0rd pass word admin administrator root user login welcome letmein changeme default secret
attune qwerty azerty qazwsx asdfgh zxcvbn iloveyou iloveu love monkey dragon master shadow sunshine princess football
baseball basketball soccer hockey superman batman spiderman starwars pokemon naruto michael jordan jennifer jessica
ashley daniel thomas charlie andrew joshua robert matthew hunter killer trustno trustnoone freedom whatever computer
internet google facebook linkedin microsoft windows samsung apple iphone android summer winter spring autumn monday
friday january february march april june july august september october november december hello hallo bonjour flower
cheese butterfly chocolate cookie pepper ginger buster summer tigger maggie george yankees dallas liverpool chelsea
arsenal barcelona mercedes ferrari porsche harley mustang access system server test guest demo temp private public
company marketing sales office work home family mother father baby angel lucky happy money please thank forever
woaini woaiwojia woai wangyi wang zhang liang huang zhao mima denglu zhongguo beijing shanghai taobao weixin qq wechat
aini nihao xiaoming kaixin xingfu baobao laopo laogong shengri jiayou gongxi facai
password1 abc123 abcd qwer asdf zxcv q1w2e3r4 1q2w3e4r 1qaz 2wsx a1b2c3 zaq12wsx p@ssw0rd
correcthorsebatterystaple correct horse battery staple
`
  .trim()
  .split(/\s+/)
