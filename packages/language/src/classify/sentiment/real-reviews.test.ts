import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { areaUnderCurve } from '@attune/learn'
import { expect, test } from 'vitest'
import { sentimentOf } from './sentiment-of.ts'

const root = process.env.ATTUNE_TEST_DATA ?? join(import.meta.dirname, '../../../../../../shared/data')
const file = join(root, 'chinese-reviews', 'waimai_10k.csv.gz')

test.skipIf(!existsSync(file))('the word list tells praise from complaints of real takeaway reviews', () => {
  const rows = gunzipSync(readFileSync(file)).toString('utf8').split(/\r?\n/).slice(1)
  const told = rows
    .filter((row, i) => i % 8 === 0 && /^[01],/.test(row))
    .map((row) => ({ truth: Number(row[0]), probability: sentimentOf(row.slice(2)).probability }))
  expect(told.length).toBeGreaterThan(1400)
  const scores = told.map(({ probability }) => probability)
  const truths = told.map(({ truth }) => truth)
  expect(areaUnderCurve(scores, truths)).toBeGreaterThan(0.89)
  // Of what it is sure about it is rarely wrong.
  const sure = told.filter(({ probability }) => probability > 0.85)
  expect(sure.length).toBeGreaterThan(100)
  expect(sure.filter(({ truth }) => truth === 1).length / sure.length).toBeGreaterThan(0.8)
})
