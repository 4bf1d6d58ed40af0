import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exportLake, importLake } from '../packages/attune/src/store/lake.ts'
import { openInstallation, temporaryFolder } from './support.ts'

test('after moving house with the secret, the keys and the lake, people are found, whole, with what they did', async () => {
  const viewed = (who: object, item: string) => ({
    type: 'track',
    event: 'Product Viewed',
    ...who,
    properties: { product_id: item },
  })
  const old = await openInstallation()
  await old.send([
    viewed({ anonymousId: 'visitor' }, 'lamp'),
    { type: 'identify', anonymousId: 'visitor', userId: 'ann' },
    viewed({ userId: 'ann' }, 'chair'),
  ])
  const lake = temporaryFolder()
  await exportLake({ events: old.attune.events, state: old.attune.state, identity: old.attune.identity, dir: lake })
  const before = await old.ask('read', 'GET', '/v1/people/ann')
  await old.close()

  const dataDir = temporaryFolder()
  for (const file of ['secret.key', 'keys.sqlite']) copyFileSync(join(old.dataDir, file), join(dataDir, file))
  const house = await openInstallation({ dataDir })
  await importLake(house.attune, lake)
  await house.attune.histories.reload()
  const after = await house.ask('read', 'GET', '/v1/people/ann')
  expect(after.status).toBe(200)
  expect(after.body).toMatchObject({ personId: before.body.personId, userId: 'ann', counts: { view: 2 } })
  expect(await house.ask('read', 'GET', '/v1/people/visitor')).toMatchObject({ body: { userId: 'ann' } })
  expect([...house.attune.histories.of('default', before.body.personId).itemIds].sort()).toEqual(['chair', 'lamp'])
  await house.close()

  const stranger = await openInstallation()
  await expect(importLake(stranger.attune, lake)).rejects.toMatchObject({ code: 'lake-of-another-installation' })
  await stranger.close()
})
