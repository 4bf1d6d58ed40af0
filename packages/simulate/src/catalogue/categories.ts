import { roomAndOutdoors } from './room-and-outdoors.ts'
import { tableAndKitchen } from './table-and-kitchen.ts'
import type { Category } from './words.ts'

/** All shelves of the shop, in the order in which it shows them. */
export const categories: readonly Category[] = [...tableAndKitchen, ...roomAndOutdoors]
