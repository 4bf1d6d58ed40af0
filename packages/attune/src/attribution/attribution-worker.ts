import { workInThread } from '../models/work-in-thread.ts'
import { type CreditOrder, creditPaths } from './credit-paths.ts'

workInThread(async (order: CreditOrder) => creditPaths(order))
