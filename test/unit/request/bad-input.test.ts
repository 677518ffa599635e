import { describe, it } from 'vitest'
import { makePlan } from '../../../worker/domain/make-plan.ts'
import { parseRequest } from '../../../worker/domain/parse-request.ts'
import { filing, Life } from '../domain/lives.ts'

const labels = ['codebundle:generate']
const picture = 'https://user-images.example/1/claims.png'
const long = (line: string) => line.repeat(Math.ceil(60_000 / line.length)).slice(0, 60_000)

const bodies: [name: string, title: string, body: string, wanted: 'plan' | 'questions'][] = [
  ['empty', 'New CodeBundle', '', 'questions'],
  ['white space', 'New CodeBundle', ' \n\t\r\n ', 'questions'],
  ['only a picture', 'New CodeBundle', `![screenshot](${picture})`, 'questions'],
  ['only a picture, as HTML', 'New CodeBundle', `<img width="900" alt="delete all pods" src="${picture}">`, 'questions'],
  ['60 KB of one word', 'New CodeBundle', long('pods'), 'questions'],
  ['60 KB of brackets', 'New CodeBundle', long('[(<{'), 'questions'],
  ['60 KB of comments', 'New CodeBundle', long('<!-- -->'), 'questions'],
  ['60 KB of tasks', 'Kubernetes pods', long('1. Find Kubernetes pods that restart more than five times\n'), 'plan'],
  [
    '60 KB of log below a request',
    'Kubernetes pods',
    `1. Find Kubernetes pods that restart\n\n\`\`\`\n${long('Error: exit 137\n')}\`\`\``,
    'plan',
  ],
  ['German', 'Kubernetes: Pods, die ständig neu starten', '1. Finde Kubernetes Pods, die neu starten\n2. Zeige Events der Pods', 'plan'],
  ['Japanese', 'Kubernetes の Pod を調べる', '1. Kubernetes の Pod の再起動を確認する', 'plan'],
  ['Arabic without a platform', 'طلب جديد', 'أريد فحص الخدمة', 'questions'],
  ['emoji', '🔥🔥🔥', '🔥'.repeat(2_000), 'questions'],
]

describe('a request that is hard to read', () => {
  it.for(bodies)('%s: leads to a bounded plan, or to questions, and to nothing else', ([, title, body, wanted], { expect }) => {
    const request = parseRequest({ title, body, labels })
    const made = makePlan(request)
    expect('plan' in made ? 'plan' : 'questions').toBe(wanted)
    if ('plan' in made) {
      expect(made.plan.tasks.length).toBeLessThanOrEqual(15)
      expect(JSON.stringify(made.plan).length).toBeLessThan(20_000)
      expect(made.plan.slug).toMatch(/^[a-z0-9][a-z0-9-]{2,98}$/)
      return
    }
    expect(made.needsInfo.join(' ').length).toBeGreaterThan(20)
    expect(made.needsInfo.some((question) => question.includes('picture'))).toBe(body.includes(picture))
    const life = new Life()
    life.tell({ type: 'RequestFiled', filing: filing({ request }) })
    life.tell({ type: 'TrustJudged', verdict: 'allowed', reason: 'write' })
    life.tell({ type: 'InfoNeeded', questions: made.needsInfo })
    expect(life.record).toMatchObject({ state: 'needs_info', outcome: { reason: made.needsInfo.join(' ') } })
    expect(life.record.outcome?.nextAction).toContain('Answer in a comment')
  })
})
