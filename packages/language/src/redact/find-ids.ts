import { findPattern } from './find-pattern.ts'
import type { Finder } from './personal-data.ts'

const uuid = /(?<![\w-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])/dgi
const chinese =
  /(?:(?:订单|运单|快递|物流|会员|用户|客户|顾客|账户|账号|帐号|学号|工号|病历|保单|合同|发票|流水|退款|工单)(?:编号|号码|单号|卡号|号|ID|id)?|单号|(?<!商品|产品|货品|配件|零件|款式)编号|(?<![A-Za-z])ID)\s*[是为:#]{0,2}\s*([A-Za-z0-9][A-Za-z0-9_-]{4,39})(?![\w.%])/dg
const english =
  /\b(?:(?:order|customer|user|member(?:ship)?|account|client|invoice|ticket|case|policy|contract|tracking|shipment|parcel|booking|reservation|refund|loyalty|reference|ref)(?: (?:card|code))?[ _-]?(?:no\.?|number|id|code|ref(?:erence)?|#)|(?:order|ticket|case|invoice|booking|reservation)|ref)\s*(?:[:#=]|is|was)?\s*#?([A-Za-z0-9][A-Za-z0-9_-]{3,39})(?![\w%]|\.\d)/dgi

/** Somebody's number has digits, and is no year, price or word. */
function isNumberOfSomebody(value: string): boolean {
  const digits = value.replace(/\D/g, '').length
  return digits >= 4 || (digits >= 2 && /[A-Za-z]/.test(value) && value.length >= 6)
}

const isDate = (value: string): boolean => /^(?:19|20)\d{2}(?:-\d{1,2}(?:-\d{1,2})?)?$/.test(value)

/** Numbers of orders, customers, accounts and the like, known by what stands before them; UUIDs. */
export const findIds: Finder = (text) => [
  ...findPattern(text, 'ID', uuid),
  ...findPattern(text, 'ID', chinese, (value) => isNumberOfSomebody(value) && !isDate(value)),
  ...findPattern(text, 'ID', english, (value) => isNumberOfSomebody(value) && !isDate(value)),
]
