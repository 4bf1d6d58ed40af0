import { LanguageError } from '../errors.ts'
import { badAnswer } from './check-answer.ts'
import { type Budgets, costOf } from './create-budgets.ts'
import { estimateTokens } from './estimate-tokens.ts'
import type { Generated } from './language-model.ts'
import type { Ledger, ModelCall } from './ledger.ts'
import { estimateMessages, type PreparedCall } from './prepare-call.ts'
import { type Deadline, startDeadline } from './start-deadline.ts'
import type { ModelEnd, ModelMessage, ModelRequest } from './text-model.ts'
import { type Sleep, withRetries } from './with-retries.ts'

export interface ExchangerDependencies {
  readonly budgets: Budgets
  readonly ledger: Ledger
  readonly now: () => number
  readonly sleep: Sleep
  readonly rng: () => number
  /** Told of every call besides the ledger. */
  readonly log?: (call: ModelCall) => void
}

export interface Exchanged<T> extends Generated {
  readonly value: T
  readonly text: string
  readonly cut: boolean
}

export interface Exchanger {
  /**
   * One question and its answer, within budget, time and turns.
   *
   * @param read looks through the answer: what it throws is the outcome of the call
   */
  write<T>(call: PreparedCall, messages: readonly ModelMessage[], read: (text: string) => T): Promise<Exchanged<T>>
  /** The same in pieces, as the model writes them. */
  stream(call: PreparedCall, pass: StreamPass): AsyncGenerator<string, Exchanged<string>>
  recordCached(call: PreparedCall): Generated
}

/** What stands between the pieces of a model and the reader: each gives what may go on. */
export interface StreamPass {
  push(piece: string): string
  end(): string
}

const noEnd: ModelEnd = { tokensIn: undefined, tokensOut: undefined, finish: 'stop' }

/** Carries calls out and writes down how they went. */
export function createExchanger({ budgets, ledger, now, sleep, rng, log }: ExchangerDependencies): Exchanger {
  function begin(call: PreparedCall, messages: readonly ModelMessage[]) {
    const { opened, settings, workspace, purpose, maxTokens } = call
    const at = now()
    const price = opened.config.price
    const tokensAsked = estimateMessages(messages)
    const note = (outcome: ModelCall['outcome'], tokensIn: number, tokensOut: number): Generated => {
      const entry: ModelCall = {
        at,
        workspace,
        purpose,
        model: opened.name,
        prompt: call.prompt.id,
        promptVersion: call.prompt.version,
        language: call.prompt.language,
        tokensIn,
        tokensOut,
        cost: costOf(tokensIn, tokensOut, price),
        ms: now() - at,
        outcome,
        cached: false,
      }
      ledger.record(entry)
      log?.(entry)
      return { model: opened.name, prompt: call.prompt, tokensIn, tokensOut, cost: entry.cost, cached: false }
    }
    try {
      const amount = { tokens: tokensAsked + maxTokens, cost: costOf(tokensAsked, maxTokens, price) }
      return {
        reservation: budgets.reserve({ workspace, purpose, budget: settings.budget, amount }),
        tokensAsked,
        note,
      }
    } catch (error) {
      note(codeOf(error), 0, 0)
      throw error
    }
  }

  const requestOf = (call: PreparedCall, messages: readonly ModelMessage[], deadline: Deadline): ModelRequest => ({
    messages,
    maxTokens: call.maxTokens,
    signal: deadline.signal,
    ...(call.temperature === undefined ? {} : { temperature: call.temperature }),
    ...(call.seed === undefined ? {} : { seed: call.seed }),
    ...(call.schema === undefined ? {} : { schema: call.schema }),
  })

  /** Takes a turn, passes the breaker, and does the first part of the work with tries. */
  async function reach<T>({ opened }: PreparedCall, deadline: Deadline, work: () => Promise<T>) {
    const back = await opened.turn(deadline.signal)
    try {
      const passage = opened.breaker.enter()
      try {
        const attempts = opened.config.attempts ?? 3
        const first = await deadline.race(withRetries(work, { attempts, sleep, rng, signal: deadline.signal }))
        return { first, passage, back }
      } catch (error) {
        passage.failed(error)
        throw error
      }
    } catch (error) {
      back()
      throw error
    }
  }

  return {
    async write(call, messages, read) {
      const { reservation, tokensAsked, note } = begin(call, messages)
      const { timeoutMs = 60_000 } = call.opened.config
      const deadline = startDeadline(timeoutMs, sleep, call.signal)
      let used = { tokensIn: 0, tokensOut: 0 }
      try {
        const request = requestOf(call, messages, deadline)
        const { first: answer, passage, back } = await reach(call, deadline, () => call.opened.model.write(request))
        passage.succeeded()
        back()
        used = { tokensIn: answer.tokensIn ?? tokensAsked, tokensOut: answer.tokensOut ?? estimateTokens(answer.text) }
        checkEnd(answer, answer.text, call.maxTokens)
        const value = read(answer.text)
        return {
          ...note('ok', used.tokensIn, used.tokensOut),
          value,
          text: answer.text,
          cut: answer.finish === 'length',
        }
      } catch (error) {
        // Who does not wait for the answer may have to pay for the question.
        if (isLate(error)) used = { tokensIn: tokensAsked, tokensOut: 0 }
        note(codeOf(error), used.tokensIn, used.tokensOut)
        throw error
      } finally {
        deadline.end()
        reservation.release()
      }
    },

    async *stream(call, pass) {
      const { messages } = call
      const { reservation, tokensAsked, note } = begin(call, messages)
      const { timeoutMs = 60_000 } = call.opened.config
      const deadline = startDeadline(timeoutMs, sleep, call.signal)
      let text = ''
      let shown = ''
      let noted = false
      const finish = (outcome: ModelCall['outcome'], tokensIn: number, tokensOut: number): Generated => {
        noted = true
        return note(outcome, tokensIn, tokensOut)
      }
      try {
        const request = requestOf(call, messages, deadline)
        const { first, passage, back } = await reach(call, deadline, async () => {
          const pieces = call.opened.model.stream(request)
          return { pieces, next: await pieces.next() }
        })
        let settled = false
        try {
          let { next } = first
          while (!next.done) {
            text += next.value
            checkLength(text, call.maxTokens)
            const part = pass.push(next.value)
            shown += part
            if (part !== '') yield part
            next = await deadline.race(first.pieces.next())
          }
          settled = true
          passage.succeeded()
          checkEnd(next.value, text, call.maxTokens)
          const rest = pass.end()
          shown += rest
          if (rest !== '') yield rest
          const { tokensIn = tokensAsked, tokensOut = estimateTokens(text), finish: ended } = next.value
          return { ...finish('ok', tokensIn, tokensOut), value: shown, text, cut: ended === 'length' }
        } catch (error) {
          if (!settled) passage.failed(error)
          settled = true
          throw error
        } finally {
          // Left by the reader before its end.
          if (!settled) passage.succeeded()
          back()
          // Ends the connection where there is more to come. What hangs is not waited for.
          first.pieces.return(noEnd).catch(() => undefined)
        }
      } catch (error) {
        const begun = text !== '' || isLate(error)
        if (!noted) finish(codeOf(error), begun ? tokensAsked : 0, estimateTokens(text))
        throw shown === '' ? error : asIncomplete(error)
      } finally {
        deadline.end()
        if (!noted) finish('cancelled', tokensAsked, estimateTokens(text))
        reservation.release()
      }
    },

    recordCached(call) {
      const { opened, workspace, purpose, prompt } = call
      const entry: ModelCall = {
        at: now(),
        workspace,
        purpose,
        model: opened.name,
        prompt: prompt.id,
        promptVersion: prompt.version,
        language: prompt.language,
        tokensIn: 0,
        tokensOut: 0,
        cost: 0,
        ms: 0,
        outcome: 'ok',
        cached: true,
      }
      ledger.record(entry)
      log?.(entry)
      return { model: opened.name, prompt, tokensIn: 0, tokensOut: 0, cost: 0, cached: true }
    },
  }
}

/** A token is seldom more than a long word. */
const longestToken = 20

function checkLength(text: string, maxTokens: number): void {
  if (text.length > 1000 + maxTokens * longestToken)
    throw badAnswer('too-large', 'The answer of the language model is far longer than was asked for.')
}

function checkEnd({ finish }: ModelEnd, text: string, maxTokens: number): void {
  checkLength(text, maxTokens)
  if (finish === 'tool')
    throw badAnswer('tool', 'The model tried to use a tool, so its answer is not used: it has none.')
  if (finish === 'filtered') throw badAnswer('filtered', 'The server of the language model held its answer back.')
  if (text.trim() === '') throw badAnswer('empty', 'The language model answered with nothing.')
}

const codeOf = (error: unknown): ModelCall['outcome'] => (error instanceof LanguageError ? error.code : 'bad-answer')
const isLate = (error: unknown): boolean =>
  error instanceof LanguageError && ['timed-out', 'cancelled'].includes(error.code)

/** Part of the text was shown already: whoever shows it has to say that it is not whole. */
function asIncomplete(error: unknown): unknown {
  if (!(error instanceof LanguageError)) return error
  return new LanguageError(error.code, error.message, { ...error.details, incomplete: true })
}
