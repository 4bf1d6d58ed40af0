import { describe, expect, test } from 'vitest'
import { consoleStage } from './console/console-stage.ts'
import { adminKey, readKey } from './console/fixture-server.ts'
import { chromiumPath, openConsole, visit } from './console/open-browser.ts'
import { violations } from './console/violations.ts'

const stage = consoleStage()

describe.skipIf(chromiumPath === undefined)('what was measured, in Chromium', () => {
  test('an experiment is set up with its power in sight, started after a question, and decided', async () => {
    const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${adminKey}`, {
      language: 'en',
      theme: 'light',
    })
    const main = page.locator('main')
    await visit(page, 'experiments?new=yes')
    await page.getByLabel('Id', { exact: true }).fill('free-shipping')
    await page.getByLabel('Variation 2', { exact: true }).fill('free')
    await page.getByLabel('Smallest effect worth finding, %').fill('10')
    await expect.poll(() => main.textContent()).toContain('6,000 people')
    await page.getByLabel('Share that takes part, %').fill('50')
    await expect.poll(() => main.textContent()).toContain('about 9 days')
    await page.getByLabel('Back in days 1 to 7').selectOption('guardrail')
    await page.getByRole('button', { name: 'Plan for so many' }).click()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Save the draft' }).click()
    await page.waitForURL(/experiments\/free-shipping$/)
    expect(stage.server.changes.at(-1)).toMatchObject({
      method: 'PUT',
      path: '/v1/experiments/free-shipping',
      body: {
        variations: [{ id: 'control' }, { id: 'free' }],
        traffic: 0.5,
        metrics: ['buyers'],
        guardrails: [{ metric: 'retention-7d', margin: 0.02 }],
        plannedUnits: 3000,
      },
    })
    await page.getByRole('button', { name: 'Start…' }).click()
    expect(await page.getByRole('dialog').textContent()).toContain('Nothing shows its variations yet')
    await page.getByRole('button', { name: 'Start it' }).click()
    await expect.poll(() => stage.server.changes.at(-1)?.path).toBe('/v1/experiments/free-shipping/start')

    await visit(page, 'experiments/checkout')
    await expect.poll(() => main.textContent()).toContain('clearly better')
    const orders = page.getByRole('img', { name: /^short: \+8\.2%, 95% interval \+5\.2% to/ })
    await expect.poll(() => orders.count()).toBe(1)
    await page.getByRole('button', { name: 'absolute' }).click()
    await expect.poll(() => main.textContent()).toContain('+0.98 pp')
    await page.getByRole('checkbox', { name: 'runners' }).click()
    await expect.poll(() => main.textContent()).toContain('Segments do not differ more than chance')
    const days = page.getByRole('img', { name: /The effect on People who order as it stood/ })
    await days.focus()
    await page.keyboard.press('End')
    await expect.poll(() => page.locator('.chart-tip').first().textContent()).toContain('+8.2%')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Stop…' }).click()
    expect(await page.getByLabel('Winner').inputValue()).toBe('short')
    await page.getByRole('button', { name: 'Stop it' }).click()
    await expect.poll(() => stage.server.changes.at(-1)?.body).toEqual({ winner: 'short' })
    expect(faults).toEqual([])
    await close()
  }, 60_000)

  test('on a phone, in Chinese: the list says what is ready, and arms of the wrong size cast doubt on all', async () => {
    const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${readKey}`, {
      language: 'zh',
      theme: 'dark',
      width: 390,
      height: 844,
    })
    const main = page.locator('main')
    const looksRight = async (name: string) => {
      expect(await violations(page), name).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), name).toBeLessThanOrEqual(0)
      if (process.env.ATTUNE_PICTURES)
        await page.screenshot({ path: `${process.env.ATTUNE_PICTURES}/${name}-zh.png`, fullPage: true })
    }
    await visit(page, 'experiments')
    await expect.poll(() => main.textContent()).toContain('可以上线')
    expect(await main.textContent()).toContain('人均收入：受到同样对待的人差异出现得过于频繁')
    expect(await page.getByRole('link', { name: '新建实验' }).count()).toBe(0)
    await looksRight('experiments')
    await visit(page, 'experiments/hero')
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('各版本的人数与设定的比例不符')
    await expect.poll(() => main.textContent()).toContain('6,640')
    await looksRight('experiment')
    await visit(page, 'flags')
    await expect.poll(() => main.textContent()).toContain('10%：true')
    await looksRight('flags')
    await visit(page, 'experiments?new=yes')
    await expect.poll(() => main.textContent()).toContain('人；按近期人流约需')
    await looksRight('new-experiment')
    expect(faults).toEqual([])
    await close()
  }, 60_000)

  test('a flag is switched off after the consequence was named, and its shares are changed', async () => {
    const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${adminKey}`, {
      language: 'en',
      theme: 'dark',
    })
    const main = page.locator('main')
    await visit(page, 'flags')
    await expect.poll(() => main.textContent()).toContain('everybody, where a condition holds, 10% of them: true')
    expect(await main.textContent()).toContain('the variation of experiment “checkout”: control → 4 · short → 2')
    expect(await main.textContent()).toContain(`${stage.server.url}/api/features/<clientKey>`)
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Change… 礼品包装' }).click()
    await page.getByLabel('Share of rule 2, %').fill('25')
    await page.getByLabel('Value of rule 1').fill('yes')
    expect(await page.getByRole('dialog').textContent()).toContain('This is no JSON')
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    await page.getByLabel('Value of rule 1').fill('"yes"')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await expect
      .poll(() => stage.server.changes.at(-1))
      .toMatchObject({
        path: '/v1/flags/gift-wrap',
        body: {
          rules: [
            { value: 'yes', segments: ['loyal'], share: 1 },
            { value: true, condition: { country: 'CN' }, share: 0.25 },
          ],
        },
      })
    await expect.poll(() => main.textContent()).toContain('25% of them')
    await page.getByRole('button', { name: 'Switch off… Steps of the checkout' }).click()
    expect(await page.getByRole('dialog').textContent()).toContain('Everybody gets 4 from now on')
    await page.getByRole('button', { name: 'Switch off', exact: true }).click()
    await expect.poll(() => stage.server.changes.at(-1)?.body).toMatchObject({ on: false, defaultValue: 4 })
    expect(faults).toEqual([])
    await close()
  }, 60_000)

  for (const look of [
    { language: 'en', theme: 'light' },
    { language: 'zh', theme: 'dark', width: 390, height: 844 },
  ] as const)
    test(`value and attribution say their figures in words (${look.language})`, async () => {
      const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${readKey}`, look)
      const say = (en: string, zh: string) => (look.language === 'zh' ? zh : en)
      const main = page.locator('main')
      const opened = async (route: string, ...words: readonly string[]) => {
        await visit(page, route)
        for (const word of words) await expect.poll(() => main.textContent(), { message: route }).toContain(word)
        expect(await violations(page), route).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), route).toBeLessThanOrEqual(
          0,
        )
        if (process.env.ATTUNE_PICTURES)
          await page.screenshot({
            path: `${process.env.ATTUNE_PICTURES}/${route.split('?')[0]}-${look.language}.png`,
            fullPage: true,
          })
      }
      await opened(
        'value',
        '¥612,400',
        say('The best tenth brings 38% of the value.', '最高的一成买家贡献了 38% 的价值。'),
        say('Days since the last order', '距上次下单的天数'),
        say('Half have left 214 days after', '首次下单 214 天后，半数'),
      )
      await opened(
        'attribution',
        say('break down by placement to compare', '请按推荐位查看对比'),
        say('E-mail', '邮件'),
      )
      await opened(
        'attribution?by=placement',
        say('“first touch” comes closest', '「首次触点」与实验测得的增量最接近'),
        say('too much', '偏多'),
      )
      expect(faults).toEqual([])
      await close()
    }, 60_000)

  test('a model of uplift is learnt from an experiment, and whom it pays to treat is kept as a segment', async () => {
    const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${adminKey}`, {
      language: 'en',
      theme: 'light',
    })
    const main = page.locator('main')
    const picture = async (name: string) => {
      if (process.env.ATTUNE_PICTURES)
        await page.screenshot({ path: `${process.env.ATTUNE_PICTURES}/${name}.png`, fullPage: true })
    }
    await visit(page, 'uplift')
    await expect.poll(() => main.textContent()).toContain('“short” against “control”')
    expect(await main.textContent()).toContain('learning')
    await picture('uplift-list-en')
    await page.getByRole('button', { name: 'Learn a model…' }).click()
    await expect.poll(() => page.getByLabel('From').inputValue()).toMatch(/^experiment /)
    await page.getByLabel('Outcome').selectOption('metric retention-7d')
    await page.getByLabel('Days after they first saw it').fill('7')
    expect(await violations(page)).toEqual([])
    await picture('uplift-train-en')
    await page.getByRole('button', { name: 'Learn it' }).click()
    await expect
      .poll(() => stage.server.changes.at(-1))
      .toMatchObject({ method: 'POST', path: '/v1/uplift', body: { metric: 'retention-7d', days: 7 } })

    await visit(page, 'experiments/checkout')
    await page.getByRole('link', { name: 'Whom does it move?' }).click()
    await expect.poll(() => page.getByLabel('From').inputValue()).toBe('experiment checkout')
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.waitForURL(/uplift$/)
    await visit(page, 'uplift/uplift-2026-11-20-1')
    await expect.poll(() => main.textContent()).toContain('wins +14.7 per 1,000 people more')
    const curve = page.getByRole('img', { name: /Outcomes won by the share that is treated: at 30%/ })
    await curve.focus()
    await page.keyboard.press('End')
    await expect.poll(() => page.locator('.chart-tip').first().textContent()).toContain('+31.0')
    expect(await main.textContent()).toContain('Both arms are alike in all 4 things')
    expect(await main.textContent()).toContain('With treatments drawn by lot nothing is left of it: +0.4')
    await page.getByLabel('What it costs to treat one person').fill('500')
    await page.getByRole('button', { name: 'Work it out' }).click()
    await expect.poll(() => main.textContent()).toContain('It pays to treat nobody')
    expect(await page.getByRole('button', { name: 'Save as a segment…' }).count()).toBe(0)
    await page.getByLabel('What it costs to treat one person').fill('1')
    await page.getByRole('button', { name: 'Work it out' }).click()
    await expect.poll(() => main.textContent()).toContain('Send to the best 31%: 6,180 of 20,400 people')
    expect(await violations(page)).toEqual([])
    await picture('uplift-model-en')
    await page.getByRole('button', { name: 'Save as a segment…' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Short pays')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect
      .poll(() => stage.server.changes.at(-1))
      .toMatchObject({
        path: '/v1/uplift/uplift-2026-11-20-1/segment',
        body: { segment: 'uplift-short', title: 'Short pays', value: 30, cost: 1, purpose: 'advertising' },
      })
    await expect.poll(() => main.textContent()).toContain('6,180 people are in the segment.')
    await page.getByRole('button', { name: 'Remove…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await expect.poll(() => stage.server.changes.at(-1)?.method).toBe('DELETE')
    await page.waitForURL(/uplift$/)
    expect(faults).toEqual([])
    await close()
  }, 90_000)

  test('on a phone, in Chinese: whom it pays to treat is said to whoever may only read', async () => {
    const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${readKey}`, {
      language: 'zh',
      theme: 'dark',
      width: 390,
      height: 844,
    })
    const main = page.locator('main')
    await visit(page, 'uplift')
    await expect.poll(() => main.textContent()).toContain('「short」对比「control」')
    expect(await page.getByRole('button', { name: '训练模型…' }).count()).toBe(0)
    await visit(page, 'uplift/uplift-2026-11-20-1')
    await expect.poll(() => main.textContent()).toContain('每千人多获得 +14.7')
    await page.getByRole('button', { name: '计算' }).click()
    await expect.poll(() => main.textContent()).toContain('投放给前 31%：20,400 人中的 6,180 人')
    expect(await page.getByRole('button', { name: '保存为人群…' }).count()).toBe(0)
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    if (process.env.ATTUNE_PICTURES)
      await page.screenshot({ path: `${process.env.ATTUNE_PICTURES}/uplift-model-zh.png`, fullPage: true })
    expect(faults).toEqual([])
    await close()
  }, 90_000)
})
