import { expect, test } from 'vitest'
import { unknownVariables } from './unknown-variables.ts'

test('a variable that nothing reads is named with the one that was meant', () => {
  const env = {
    ATTUNE_SERVER_PROT: '1',
    ATTUNE_DATADIR: 'x',
    ATTUNE_SERVER_LOGLEVEL: 'warn',
    ATTUNE_MOON_PHASE: 'full',
  }
  expect(unknownVariables(env)).toEqual([
    { name: 'ATTUNE_DATADIR', nearest: 'ATTUNE_DATA_DIR' },
    { name: 'ATTUNE_MOON_PHASE', nearest: undefined },
    { name: 'ATTUNE_SERVER_LOGLEVEL', nearest: 'ATTUNE_SERVER_LOG_LEVEL' },
    { name: 'ATTUNE_SERVER_PROT', nearest: 'ATTUNE_SERVER_PORT' },
  ])
})

test('what is read, and what is not ours, is not named', () => {
  const env = { ATTUNE_SERVER_PORT: '1', ATTUNE_CONFIG: 'a.json', ATTUNE_TEST_DATA: 'd', ATTUNED: '1', PATH: '/bin' }
  expect(unknownVariables(env)).toEqual([])
})

test('a table cannot be set by a variable, so one that tries is named', () => {
  expect(unknownVariables({ ATTUNE_WEIGHTS_VIEW: '0.5' })).toMatchObject([{ name: 'ATTUNE_WEIGHTS_VIEW' }])
})
