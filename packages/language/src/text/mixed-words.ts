/** Chinese words that hold Latin letters, which would be cut where the script changes. */
export const mixedWords: readonly string[] = (
  't恤 t恤衫 polo衫 卡拉ok 维生素a 维生素b 维生素c 维生素d 维生素e 维他命c k歌 aa制 b超 x光 ct机 a股 b股 h股 k线 q币 qq群 qq号 qq空间 ' +
  'v领 u型 v型 s型 a字裙 h型 t台 k金 18k金 pos机 atm机 mp3播放器 usb接口 usb线 type-c接口 type-c线 hdmi线 led灯 led屏 lcd屏 ' +
  'vip会员 svip会员 plus会员 app下载 ip地址 wifi密码 3d打印 dvd机 cd机 pc端 bb霜 cc霜 bb机 u盘 usb盘 sim卡 sd卡 ic卡 etc卡 ' +
  'n95口罩 kn95口罩 pu皮 pvc管 pe袋 pp棉 abs塑料 dna检测 pk赛 ok绷 up主 diy手工 cosplay服 jk制服 bra垫 vr眼镜 ar眼镜 ai助手 4k电视 ' +
  'e人 i人 p图 pe膜 ph值 gps导航 it行业 hr部门 ceo职位 nba比赛 mba课程 iso认证 oled屏 5g手机 4g手机 5g网络 wi-fi信号'
).split(' ')
