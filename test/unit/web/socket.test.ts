import { describe, it } from 'vitest'
import { backoffMs } from '../../../web/live/backoff.ts'
import { createRefresher } from '../../../web/live/refresher.ts'
import { connect, type Surroundings, socketUrl } from '../../../web/live/socket.ts'

/** A browser whose sockets and timers move only when the test says so. */
function surroundings() {
  const sockets: { url: string; socket: EventTarget & { close(): void } }[] = []
  const timers = new Map<number, { run: () => void; ms: number }>()
  let next = 1
  const around: Surroundings = {
    open(url) {
      const socket = Object.assign(new EventTarget(), { close: () => undefined })
      sockets.push({ url, socket })
      return socket as unknown as WebSocket
    },
    setTimeout(run, ms) {
      timers.set(next, { run, ms })
      return next++
    },
    clearTimeout: (timer) => {
      timers.delete(timer)
    },
    random: () => 0.5,
  }
  const fire = () => {
    const due = [...timers]
    timers.clear()
    for (const [, timer] of due) timer.run()
  }
  const emit = (event: Event) => sockets.at(-1)?.socket.dispatchEvent(event)
  return { around, sockets, timers, fire, emit }
}

describe('a kept connection', () => {
  it('asks again from the last event it saw when the socket closes', ({ expect }) => {
    const world = surroundings()
    let seq = 3
    const live = connect({ url: () => `ws://x/live?after=${seq}`, message: () => undefined, poll: async () => undefined }, world.around)
    world.emit(new Event('open'))
    expect(live.connection.value).toBe('live')
    seq = 9
    world.emit(new Event('close'))
    expect(live.connection.value).toBe('connecting')
    world.fire()
    expect(world.sockets.map((entry) => entry.url)).toEqual(['ws://x/live?after=3', 'ws://x/live?after=9'])
  })

  it('polls after three failures and stops as soon as a socket opens', async ({ expect }) => {
    const world = surroundings()
    let polls = 0
    const live = connect(
      {
        url: () => 'ws://x',
        message: () => undefined,
        poll: async () => {
          polls += 1
        },
      },
      world.around,
    )
    for (let failure = 0; failure < 3; failure += 1) {
      world.emit(new Event('close'))
      if (failure < 2) world.fire()
    }
    expect(live.connection.value).toBe('polling')
    await Promise.resolve()
    expect(polls).toBe(1)
    world.fire()
    await Promise.resolve()
    expect(polls).toBe(2)
    world.emit(new Event('open'))
    expect(live.connection.value).toBe('live')
    world.fire()
    await Promise.resolve()
    expect(polls).toBe(2)
  })

  it('opens nothing more once it is closed', ({ expect }) => {
    const world = surroundings()
    const live = connect({ url: () => 'ws://x', message: () => undefined, poll: async () => undefined }, world.around)
    live.close()
    world.emit(new Event('close'))
    expect([world.sockets.length, world.timers.size, live.connection.value]).toEqual([1, 0, 'ended'])
  })

  it('drops what is not JSON and passes on what is', ({ expect }) => {
    const world = surroundings()
    const seen: unknown[] = []
    connect({ url: () => 'ws://x', message: (data) => seen.push(data), poll: async () => undefined }, world.around)
    world.emit(new MessageEvent('message', { data: '<html>' }))
    world.emit(new MessageEvent('message', { data: '{"type":"events"}' }))
    expect(seen).toEqual([{ type: 'events' }])
  })

  it('speaks to the origin of the page over the matching scheme', ({ expect }) => {
    expect([socketUrl('/a', 'http://h:1'), socketUrl('/a', 'https://h')]).toEqual(['ws://h:1/a', 'wss://h/a'])
  })
})

describe('waiting between attempts', () => {
  it('grows, keeps within half and whole of its ceiling, and never passes twenty seconds', ({ expect }) => {
    const bounds = [0, 1, 2, 3, 10, 60].map((failures) => [backoffMs(failures, 0), backoffMs(failures, 0.999)])
    expect(bounds.map(([low]) => low)).toEqual([250, 500, 1000, 2000, 10_000, 10_000])
    expect(bounds.every(([low = 0, high = 0]) => high > low && high <= 20_000)).toBe(true)
  })
})

describe('a refresher', () => {
  it('runs once more after calls that came during a run, and only once', async ({ expect }) => {
    const gates: (() => void)[] = []
    let runs = 0
    const refresh = createRefresher(() => {
      runs += 1
      return new Promise<void>((resolve) => gates.push(resolve))
    })
    refresh()
    refresh()
    refresh()
    expect(runs).toBe(1)
    gates.shift()?.()
    await new Promise((resolve) => setImmediate(resolve))
    expect(runs).toBe(2)
    gates.shift()?.()
    await new Promise((resolve) => setImmediate(resolve))
    expect(runs).toBe(2)
  })
})
