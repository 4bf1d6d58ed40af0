import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newRun } from '../../runs/new-run.fixture.ts'
import { openProgressLog } from '../../runs/progress-log.ts'
import { pathIn, readRecord, writeRecord } from '../../runs/run-folder.ts'
import { lockRun } from '../../runs/run-lock.ts'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'

let api: ApiFixture
let id: string
let folder: string
let unlock: (() => void) | undefined
beforeAll(async () => {
  api = await apiFixture()
  const run = api.attune.runs.create(newRun)
  id = run.id
  folder = run.folder
  unlock = lockRun(folder)
  const log = openProgressLog(pathIn(folder, 'progress'), 0)
  for (let step = 1; step <= 400; step++)
    log.add(
      {
        step,
        steps: 1000,
        loss: 400 - step,
        learningRate: 0.1,
        stepsPerSecond: 10,
        secondsLeft: (1000 - step) / 10,
        ...(step % 100 === 0 ? { judgement: step / 1000 } : {}),
      },
      step / 10,
    )
  log.close()
})
afterAll(() => api.close())

test('a run is shown while it runs: where it stands, how fast, how long still, its losses', async () => {
  const { runs, total } = (await api.call('read', 'GET', '/v1/runs')).json()
  expect(total).toBe(1)
  expect(runs).toMatchObject([
    { id, state: 'running', seconds: 40, progress: { step: 400, steps: 1000, loss: 0, secondsLeft: 60 } },
  ])
  expect(runs[0].losses.length).toBeLessThanOrEqual(40)
  expect(runs[0].losses.length).toBeGreaterThan(20)
  const run = (await api.call('read', 'GET', `/v1/runs/${id}`)).json()
  expect(run.settings, 'not where files lie').toEqual({ seed: '1', train: 'reviews.csv' })
})

test('a curve is thinned to what is asked for', async () => {
  const { points, judgements } = (await api.call('read', 'GET', `/v1/runs/${id}/progress?points=100`)).json()
  expect(points).toHaveLength(100)
  // The losses of steps 1 to 4.
  expect(points[0]).toMatchObject({ step: 4, loss: (399 + 398 + 397 + 396) / 4 })
  expect(points.at(-1).step).toBe(400)
  expect(judgements).toEqual([100, 200, 300, 400].map((step) => ({ step, judgement: step / 1000 })))
  expect((await api.call('read', 'GET', `/v1/runs/${id}/progress?points=100000`)).statusCode).toBe(400)
})

test('it is asked to end once, by whom the audit says, and ends as the process that works on it can', async () => {
  const cancel = () => api.call('admin', 'POST', `/v1/runs/${id}/cancel`)
  expect([(await cancel()).statusCode, (await cancel()).statusCode]).toEqual([202, 202])
  const rows = api.attune.state.raw.prepare("SELECT subject FROM audit WHERE action = 'run.cancelled'").all()
  expect(rows).toEqual([{ subject: id }])
  expect((await api.call('read', 'GET', `/v1/runs/${id}`)).json()).toMatchObject({ state: 'running', cancelling: true })
  unlock?.()
  expect((await api.call('read', 'GET', `/v1/runs/${id}`)).json().state).toBe('interrupted')
  expect((await cancel()).json()).toMatchObject({ status: 409, code: 'run-not-running' })
})

test('a failure is told without where files lie', async () => {
  const record = readRecord(folder)
  const message = 'There is no /home/somebody/models/e5/config.json. Give km/h and/or “scratch”.'
  writeRecord(folder, { ...record, state: 'failed', failure: { code: 'unknown-encoder', message } })
  const { failure } = (await api.call('read', 'GET', `/v1/runs/${id}`)).json()
  expect(failure.message).toBe('There is no config.json. Give km/h and/or “scratch”.')
})

test('of a run that is not there, or whose record is broken, it is said', async () => {
  for (const unknown of ['nothing', '..%2F..%2Fsecret', 'classify-2026-03-02-9'])
    expect((await api.call('read', 'GET', `/v1/runs/${unknown}`)).json()).toMatchObject({
      status: 404,
      code: 'unknown-run',
    })
  writeFileSync(join(folder, 'run.json'), '{}')
  expect((await api.call('read', 'GET', `/v1/runs/${id}`)).json()).toMatchObject({ code: 'run-unreadable' })
  expect((await api.call('read', 'GET', '/v1/runs')).json()).toEqual({ runs: [], total: 0 })
})
