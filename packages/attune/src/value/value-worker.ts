import { workInThread } from '../models/work-in-thread.ts'
import { modelValue, type ValueOrder } from './model-value.ts'

workInThread(async (order: ValueOrder) => modelValue(order))
