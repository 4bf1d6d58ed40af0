import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** Counters and histograms of the process, served at /metrics and summarised in the overview. One per installation: no global registry. */
export interface Telemetry {
  readonly registry: Registry
  readonly eventsAccepted: Counter<'type' | 'workspace'>
  readonly eventsRefused: Counter<'reason' | 'workspace'>
  readonly decisions: Counter<'placement' | 'variation' | 'fallback' | 'workspace'>
  readonly commitSeconds: Histogram
  readonly requestSeconds: Histogram<'route' | 'method' | 'status'>
  readonly pendingRows: Gauge
  readonly requestsWaiting: Gauge
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]

export function createTelemetry(): Telemetry {
  const registry = new Registry()
  const registers = [registry]
  return {
    registry,
    eventsAccepted: new Counter({
      name: 'attune_events_accepted_total',
      help: 'Events stored',
      labelNames: ['type', 'workspace'],
      registers,
    }),
    eventsRefused: new Counter({
      name: 'attune_events_refused_total',
      help: 'Events refused or set aside',
      labelNames: ['reason', 'workspace'],
      registers,
    }),
    decisions: new Counter({
      name: 'attune_decisions_total',
      help: 'Decisions returned',
      labelNames: ['placement', 'variation', 'fallback', 'workspace'],
      registers,
    }),
    commitSeconds: new Histogram({
      name: 'attune_commit_seconds',
      help: 'Group commits of the event store',
      buckets: seconds,
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'attune_request_seconds',
      help: 'HTTP requests by route',
      labelNames: ['route', 'method', 'status'],
      buckets: seconds,
      registers,
    }),
    pendingRows: new Gauge({ name: 'attune_pending_rows', help: 'Rows waiting for the next group commit', registers }),
    requestsWaiting: new Gauge({
      name: 'attune_requests_waiting',
      help: 'HTTP requests waiting for their turn',
      registers,
    }),
  }
}
