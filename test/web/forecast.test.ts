import type { WebSocketRoute } from 'playwright-core'
import { describe, it } from 'vitest'
import type { SocketMessage } from '../../worker/domain/views.ts'
import { issueView } from '../unit/web/fixture-issues.ts'
import { useFixturePages } from './fixture-visit.ts'

const issue = '/issues/meridian-ops/cluster-care-codecollection/12'
const visit = useFixturePages()

describe('the money of a request', () => {
  it('is expected against real beside the plan, with who approved it, also without scripting', async ({ expect }) => {
    const { page, context } = await visit({ path: issue, javaScript: false })
    const forecast = page.locator('[data-forecast]')
    for (const text of ['about $0.15 ($0.06–$0.41)', 'took $0.18', 'took 4 minutes', '8 of 10 similar runs passed', 'passed with 2 drafts'])
      expect(await forecast.textContent()).toContain(text)
    expect(await forecast.textContent()).toContain('Approved by policy: forecast $0.15 is under the line $1.00')
    await context.close()
  })

  it('moves by the socket as calls are settled, without a reload', async ({ expect }) => {
    const sockets: WebSocketRoute[] = []
    const { page, context } = await visit({
      path: issue,
      prepare: (page) => page.routeWebSocket(/\/live/, (socket) => void sockets.push(socket)),
    })
    await page.locator('[data-connection=live]').waitFor()
    const budget = page.getByRole('region', { name: 'Budget' })
    expect(await budget.textContent()).toContain('$0.18 spent, $0.52 held of $2.00')
    const { summary, actions, meter } = issueView()
    if (!meter) throw new Error('the fixture has a meter')
    const use = { ...meter.run.use, spentMicros: 310_000, heldMicros: 0 }
    const settled: SocketMessage = {
      type: 'events',
      events: [],
      summary,
      actions,
      meter: { ...meter, at: meter.at + 1, run: { ...meter.run, use } },
    }
    sockets[0]?.send(JSON.stringify(settled))
    await budget.getByText('$0.31 spent of $2.00').waitFor()
    await context.close()
  })
})
