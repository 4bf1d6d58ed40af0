/**
 * What the name of a field says about its value:
 * `identifier` points at a person directly, `device` at their device, `network` at their connection; `coordinate`, `point`
 * and `geohash` say where they are; `address` is that of a page, `agent` a user agent.
 */
export type FieldClass = 'identifier' | 'device' | 'network' | 'coordinate' | 'point' | 'geohash' | 'address' | 'agent'

/** As compared: letters and digits of any script in lower case, so that `E-Mail`, `e_mail` and `$email` are one name. */
const names: Readonly<Record<FieldClass, string>> = {
  identifier: `email emails emailaddress phone phones phonenumber mobile mobilephone mobilenumber telephone tel cellphone
    firstname lastname fullname realname birthday birthdate dateofbirth dob street streetaddress idcard idnumber ssn
    passport passportnumber password creditcard cardnumber iban openid unionid wechatid
    邮箱 电子邮箱 邮箱地址 手机 手机号 手机号码 电话 电话号码 联系电话 联系方式 姓名 真实姓名 收货人 生日 出生日期 身份证 身份证号
    身份证号码 护照 护照号 密码 银行卡 银行卡号 详细地址 收货地址 家庭住址 微信号 qq号`,
  device: `deviceid advertisingid idfa idfv gaid aaid oaid vaid imei imsi meid udid androidid devicetoken pushtoken
    hardwareid serialnumber fingerprint devicefingerprint browserfingerprint macaddress macaddr wifimac bssid ssid
    设备号 设备id 设备标识 设备标识符 广告标识 广告标识符 设备指纹 设备序列号 序列号 mac地址`,
  network: `ip ips ipaddress ipv4 ipv6 clientip userip remoteip remoteaddr remoteaddress xforwardedfor xrealip
    ip地址 客户端ip 用户ip 网络地址`,
  coordinate: 'latitude longitude lat lng lon geolat geolng geolon 纬度 经度',
  point: 'coordinates coords location geo geopoint latlng latlon latlong lnglat gps 坐标 经纬度 位置 定位 地理位置',
  geohash: 'geohash',
  address: `url href link uri path search referrer referer pageurl pageurls pagereferrer initialreferrer landingpage
    landingurl currenturl 链接 网址 页面地址 页面链接 来源页 来源地址`,
  agent: 'useragent httpuseragent browseragent 浏览器标识 用户代理',
}

const classes: ReadonlyMap<string, FieldClass> = new Map(
  (Object.keys(names) as FieldClass[]).flatMap((kind) => names[kind].split(/\s+/).map((name) => [name, kind] as const)),
)

export const comparableName = (key: string): string => key.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/** Names come from outside, so the memory of how they are written is bounded. */
const asWritten = new Map<string, FieldClass | undefined>()

export function fieldClassOf(key: string): FieldClass | undefined {
  const known = asWritten.get(key)
  if (known !== undefined || asWritten.has(key)) return known
  if (key.length > 64) return undefined
  if (asWritten.size >= 8192) asWritten.clear()
  const kind = classes.get(comparableName(key))
  asWritten.set(key, kind)
  return kind
}
