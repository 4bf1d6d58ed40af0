import { MeasureError } from '../errors.ts'
import { classTransformation } from './class-transformation.ts'
import { drLearner } from './dr-learner.ts'
import { rLearner } from './r-learner.ts'
import { sLearner } from './s-learner.ts'
import { tLearner } from './t-learner.ts'
import type { UpliftMethod } from './uplift-method.ts'
import { xLearner } from './x-learner.ts'

/** Every method that is built on a base learner. */
export const upliftMethods: readonly UpliftMethod[] = [
  sLearner,
  tLearner,
  xLearner,
  rLearner,
  drLearner,
  classTransformation,
]

/** @throws MeasureError `unknown-method` */
export function upliftMethod(name: string): UpliftMethod {
  const found = upliftMethods.find((method) => method.name === name)
  if (found) return found
  const names = upliftMethods.map((method) => method.name).join(', ')
  throw new MeasureError('unknown-method', `There is no such method. There are ${names}.`)
}
