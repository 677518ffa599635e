import { expect, it } from 'vitest'
import type { RobotFile } from '../../../worker/domain/catalogue.ts'
import { accessOf, platformOf } from '../../../worker/registry/classify.ts'

const of = (slug: string, supports: string[], platforms: string[] = []) => platformOf({ slug, supports, discovery: { platforms } })

it.each([
  ['k8s-pvc-health', ['AWS'], [], 'kubernetes'],
  ['gke-cluster-health', ['Kubernetes', 'GKE'], ['gcp'], 'gcp'],
  ['azure-appservice', [], [], 'azure'],
  ['aks-nodes', [], [], 'azure'],
  ['eks-nodes', [], [], 'aws'],
  ['pipeline-health', [], ['azure_devops'], 'azure'],
  ['curl-http-ok', ['Kubernetes', 'GCP'], ['gcp', 'azure'], 'kubernetes'],
  ['postgres-health', ['Kubernetes', 'GKE', 'EKS', 'AKS'], [], 'kubernetes'],
  ['bucket-check', ['AWS', 'S3'], [], 'aws'],
  ['dns-latency', ['AWS', 'GCP'], [], 'other'],
  ['http-ok', [], [], 'other'],
  ['', ['Azure DevOps'], [], 'azure'],
])('puts %s with supports %j and rules for %j under %s', (slug, supports, platforms, expected) => {
  expect(of(slug, supports, platforms)).toBe(expected)
})

function file(...levels: ('read-only' | 'read-write' | null)[]): RobotFile {
  const tasks = levels.map((access) => ({ name: 'x', documentation: '', tags: [], access, line: 1 }))
  return { displayName: null, documentation: '', forceTags: [], libraries: [], tasks }
}

it('calls a bundle read-only only when each of its tasks says so', () => {
  expect(accessOf({ runbook: file('read-only', 'read-only'), sli: file('read-only') })).toBe('read-only')
  expect(accessOf({ runbook: file('read-only'), sli: file(null) })).toBe('unknown')
  expect(accessOf({ runbook: file('read-only', 'read-write'), sli: file(null) })).toBe('read-write')
  expect(accessOf({ runbook: null, sli: null })).toBe('unknown')
})
