import { workInThread } from '../models/work-in-thread.ts'
import { labelWork, type ProposeOrder, type TeachOrder } from './label-work.ts'

workInThread(
  async (order: ProposeOrder | TeachOrder): Promise<unknown> =>
    order.kind === 'propose' ? labelWork.propose(order) : labelWork.teach(order),
)
