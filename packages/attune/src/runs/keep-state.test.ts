import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FitState } from '@attune/learn'
import { expect, test } from 'vitest'
import { keepState, readState } from './keep-state.ts'

const state = (step: number): FitState => ({
  training: { step, arrays: new Map([['weights', Float32Array.of(step, 2)]]) },
  best: null,
  worse: 0,
})

test('a state is due after the time that was asked for, and later where writing it takes long', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'attune-state-'))
  const path = join(folder, 'state.safetensors')
  let [now, writing] = [0, 0]
  const clock = (): number => {
    now += writing
    return now
  }
  const { due, save } = keepState(path, 60, clock)
  const dueAt = (ms: number): boolean | undefined => {
    now = ms
    return due?.()
  }
  expect([dueAt(59_999), dueAt(60_000)]).toEqual([false, true])
  // Ten seconds between the two looks at the clock: a twentieth of 200 s.
  writing = 10_000
  await save(state(1))
  writing = 0
  const after = now
  expect([dueAt(after + 199_999), dueAt(after + 200_000)]).toEqual([false, true])
})

test('the newest state is read back, nothing lies beside it, and what is none is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'attune-state-'))
  const path = join(folder, 'state.safetensors')
  expect(readState(path)).toBeUndefined()
  // What a kill left behind.
  writeFileSync(`${path}.part`, 'half')
  const { save } = keepState(path, 0, () => 0)
  await save(state(1))
  await save(state(2))
  expect(readState(path)).toEqual(state(2))
  expect(readdirSync(folder)).toEqual(['state.safetensors'])
  writeFileSync(path, 'half')
  expect(() => readState(path)).toThrow(expect.objectContaining({ code: 'bad-state' }))
})
