/** Family names of one sign, those that nine in ten Chinese bear first. Names that are everyday words (和, 从, 后) are left out. */
export const surnames =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱丘侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文樊兰殷施洪翟安颜倪牛温芦季俞章鲁葛伍申尤毕聂柴焦齐左柳祝霍管房童包纪柯翁欧裴蓝耿游骆阮辛梅涂卓费岑单宁盛甄凌瞿桂舒佘蒲冉邢'

/** Family names of two signs. */
export const doubleSurnames: readonly string[] = [
  '欧阳',
  '上官',
  '司马',
  '诸葛',
  '司徒',
  '东方',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '令狐',
  '端木',
  '夏侯',
  '轩辕',
  '南宫',
  '独孤',
]
