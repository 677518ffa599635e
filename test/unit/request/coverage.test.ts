import { describe, expect, it } from 'vitest'
import { type CoverageCandidate, isDuplicate, rankCoverage } from '../../../worker/domain/coverage.ts'
import { makePlan } from '../../../worker/domain/make-plan.ts'
import { parseRequest } from '../../../worker/domain/parse-request.ts'

const candidate = (slug: string, displayName: string, platform: CoverageCandidate['platform'], tasks: string[]): CoverageCandidate => ({
  collection: 'care',
  slug,
  displayName,
  description: '',
  tasks,
  tags: [],
  platform,
})

const candidates = [
  candidate('k8s-pvc-capacity', 'Kubernetes Volume Claim Usage', 'kubernetes', [
    'List PersistentVolumeClaims With Used Percentage in Namespace',
    'Find PersistentVolumeClaims Not Bound',
  ]),
  candidate('k8s-deployment-rollout', 'Deployment Rollout', 'kubernetes', ['Check Rollout']),
  candidate('aws-ec2-unused-volumes', 'Unused Volumes', 'aws', ['List Unattached Volumes']),
  candidate('azure-appservice-health', 'App Service Health', 'azure', ['Check Web Apps']),
]

function rank(title: string, body: string, all = candidates) {
  const request = parseRequest({ title, body, labels: ['codebundle:generate'] })
  const planned = makePlan(request)
  if (!('plan' in planned)) throw new Error(planned.needsInfo.join(' '))
  return rankCoverage(request, planned.plan, all)
}

describe('coverage', () => {
  it('puts the bundle about the same resource first and says why', () => {
    const [best] = rank('Kubernetes PVC usage', '- list claims with their used percentage')
    expect(best?.slug).toBe('k8s-pvc-capacity')
    expect(best?.percent).toBeGreaterThan(50)
    expect(best?.why).toMatch(/same resource/i)
  })

  it('calls the same name a duplicate in any collection', () => {
    const coverage = rank('AWS ElastiCache Redis health', '- nodes that are not available', [
      candidate('aws-elasticache-redis-health', 'Redis', 'aws', []),
    ])
    expect(isDuplicate(coverage)).toMatchObject({ slug: 'aws-elasticache-redis-health', percent: 100 })
  })

  it('calls the same resource, purpose and tasks under another name a duplicate', () => {
    const coverage = rank('Azure App Service health', '- Check web apps', [
      candidate('azure-webapp-healthcheck', 'App Service Health', 'azure', ['Check Web Apps']),
    ])
    expect(isDuplicate(coverage)?.slug).toBe('azure-webapp-healthcheck')
  })

  it('never calls another resource of the same platform a duplicate', () => {
    const coverage = rank('Kubernetes StatefulSet health', '- Check rollout', [
      candidate('k8s-deployment-health', 'Deployment Health', 'kubernetes', ['Check Rollout']),
    ])
    expect(isDuplicate(coverage)).toBeNull()
    expect(coverage[0]?.percent ?? 0).toBeLessThanOrEqual(50)
  })

  it('never calls another platform a duplicate', () => {
    expect(
      isDuplicate(
        rank('Azure Redis health', '- Check nodes', [
          candidate('aws-elasticache-redis-health', 'ElastiCache Redis Health', 'aws', ['Check Nodes']),
        ]),
      ),
    ).toBeNull()
  })

  it('gives at most five, best first', () => {
    const many = Array.from({ length: 9 }, (_unused, index) => candidate(`k8s-pvc-check-${index}`, 'PVC Check', 'kubernetes', []))
    const percents = rank('Kubernetes PVC usage', '- list claims', many).map((coverage) => coverage.percent)
    expect(percents.length).toBe(5)
    expect(percents).toEqual([...percents].sort((a, b) => b - a))
  })
})
