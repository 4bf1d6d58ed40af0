import type { LanguageModelLedgerView, LanguageModelView } from 'attune/api-types'
import type { Answer } from './fixtures.ts'

const minute = 60_000
const day = 86_400_000
const noBudget = { tokensPerDay: null, tokensPerMonth: null, costPerDay: null, costPerMonth: null }

/** Made-up language models in every state, and what was asked of them. */
export function createLanguageModelFixtures(at: (ms: number) => string, empty: boolean) {
  const view: LanguageModelView = { currency: 'CNY', models: [], purposes: [] }
  const ledger: LanguageModelLedgerView = { currency: 'CNY', days: 30, totals: [], daily: [], calls: [] }
  if (!empty) {
    const model = (more: Partial<LanguageModelView['models'][number]> & { readonly name: string }) => ({
      provider: 'openai-compatible' as const,
      model: 'deepseek-chat',
      host: 'api.deepseek.com',
      keyVariable: 'DEEPSEEK_API_KEY',
      state: 'closed' as const,
      opensAgainAt: null,
      problem: null,
      advice: null,
      price: { input: 2, output: 8 },
      ...more,
    })
    view.models.push(
      model({ name: 'main' }),
      model({
        name: 'house',
        model: 'qwen3:8b',
        host: '10.2.0.7:11434',
        keyVariable: null,
        state: 'open',
        opensAgainAt: at(-20_000),
      }),
      model({
        name: 'second',
        provider: 'anthropic',
        model: 'claude-haiku',
        host: 'api.anthropic.com',
        keyVariable: 'ANTHROPIC_API_KEY',
        problem: 'key-missing',
        advice: 'Set it.',
      }),
      model({
        name: 'lab',
        host: '127.0.0.1:8080',
        keyVariable: null,
        problem: 'address-refused',
        advice: 'Allow it.',
      }),
      model({
        name: 'file',
        provider: 'gguf',
        model: '/models/qwen3-0.6b-q8.gguf',
        host: null,
        keyVariable: null,
        state: 'half-open',
      }),
    )
    view.purposes.push(
      {
        purpose: 'portrait',
        model: 'main',
        maxTokens: 300,
        budget: { ...noBudget, tokensPerDay: 2_000_000, costPerMonth: 300 },
        spent: { day: { tokens: 412_806, cost: 1.42 }, month: { tokens: 9_120_440, cost: 41.3 } },
      },
      {
        purpose: 'segment',
        model: 'main',
        maxTokens: 1024,
        budget: noBudget,
        spent: { day: { tokens: 0, cost: 0 }, month: { tokens: 18_220, cost: 0.09 } },
      },
      {
        purpose: 'admin',
        model: null,
        maxTokens: 1024,
        budget: noBudget,
        spent: { day: { tokens: 0, cost: 0 }, month: { tokens: 0, cost: 0 } },
      },
    )
    const total = (purpose: string, prompt: string, calls: number, tokensIn: number) => ({
      purpose,
      model: 'main',
      prompt,
      promptVersion: 1,
      calls,
      cached: Math.floor(calls / 7),
      failed: Math.floor(calls / 90),
      tokensIn,
      tokensOut: Math.floor(tokensIn / 6),
      cost: (tokensIn * 2 + (tokensIn / 6) * 8) / 1e6,
    })
    ledger.totals.push(
      total('portrait', 'portrait-summary', 24_112, 9_120_440),
      total('segment', 'segment-from-sentence', 41, 18_220),
    )
    ledger.daily.push(
      ...Array.from({ length: 26 }, (_, i) => {
        const tokens = Math.round(300_000 + 90_000 * Math.sin(i / 2))
        return { day: at((25 - i) * day).slice(0, 10), calls: Math.round(tokens / 430), tokens, cost: tokens / 250_000 }
      }),
    )
    const outcomes = [
      'ok',
      'ok',
      'ok',
      'timed-out',
      'ok',
      'rate-limited',
      'ok',
      'bad-answer',
      'over-budget',
      'circuit-open',
    ]
    ledger.calls.push(
      ...outcomes.map((outcome, i) => ({
        at: at(i * 3 * minute),
        purpose: i % 4 === 3 ? 'segment' : 'portrait',
        model: i % 5 === 3 ? 'house' : 'main',
        prompt: i % 4 === 3 ? 'segment-from-sentence' : 'portrait-summary',
        promptVersion: 1,
        language: i % 2 === 0 ? ('zh' as const) : ('en' as const),
        tokensIn: outcome === 'ok' ? 380 + i : 0,
        tokensOut: outcome === 'ok' && i !== 2 ? 62 : 0,
        cost: outcome === 'ok' ? 0.0013 : 0,
        ms: 640 + 31 * i,
        outcome,
        cached: i === 2,
      })),
    )
  }
  return {
    get: (part: string): Answer => ({ status: 200, body: part === 'ledger' ? ledger : view }),
    all: () => ({ languageModel: view, languageModelLedger: ledger }),
  }
}
