import { workInThread } from '../models/work-in-thread.ts'
import { type GroupOrder, groupPeople } from './group-people.ts'

workInThread(async (order: GroupOrder) => groupPeople(order))
