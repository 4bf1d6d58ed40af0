import { amazonOffice } from './amazon-office.ts'
import { amazonSequences } from './amazon-sequences.ts'
import type { DatasetReader } from './dataset.ts'
import { lastfm } from './lastfm.ts'
import { mind } from './mind.ts'
import { movielens1m } from './movielens-1m.ts'
import { movielens100k } from './movielens-100k.ts'
import { onlineRetail } from './online-retail.ts'
import { retailrocket } from './retailrocket.ts'

export const datasetReaders: readonly DatasetReader[] = [
  movielens1m,
  movielens100k,
  amazonSequences('Beauty'),
  amazonSequences('Toys_and_Games'),
  amazonOffice,
  onlineRetail,
  retailrocket,
  mind,
  lastfm,
]
