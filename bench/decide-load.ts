// The load generator of bench/decide.ts, in a process of its own. Prints one JSON document.
import autocannon from 'autocannon'
import { userIdOf } from './decide-data.ts'

const [url = '', key = '', persons = '1', connections = '1', amount = '1'] = process.argv.slice(2)
const started = performance.now()
let ended = started
const running = autocannon({
  url: `${url}/v1/recommendations`,
  method: 'POST',
  headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  connections: Number(connections),
  amount: Number(amount),
  requests: [
    {
      setupRequest: (request) => ({
        ...request,
        body: JSON.stringify({
          placement: 'home',
          userId: userIdOf(Math.floor(Math.random() * Number(persons))),
          n: 10,
        }),
      }),
    },
  ],
})
// autocannon rounds its duration up to whole seconds.
running.on('response', () => {
  ended = performance.now()
})
const result = await running
console.log(
  JSON.stringify({
    good: result['2xx'],
    bad: result.non2xx + result.errors,
    seconds: (ended - started) / 1000,
    latency: result.latency,
  }),
)
