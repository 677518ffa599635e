import type { Sample } from './sample.ts'
import { networkSamples } from './samples-kubernetes-network.ts'
import { podSamples } from './samples-kubernetes-pods.ts'
import { workloadSamples } from './samples-kubernetes-workloads.ts'

const byKind = new Map<string, Sample>([...podSamples, ...workloadSamples, ...networkSamples].map((sample) => [sample.kind, sample]))

/** Kinds that people read together with another, to say what is wrong with it. */
const readWith: Record<string, readonly string[]> = {
  'k8s-pvc': ['k8s-pod', 'k8s-storageclass', 'k8s-node'],
  'k8s-deployment': ['k8s-pod', 'k8s-event'],
  'k8s-statefulset': ['k8s-pod', 'k8s-event'],
  'k8s-daemonset': ['k8s-pod', 'k8s-event'],
  'k8s-job': ['k8s-pod', 'k8s-event'],
  'k8s-pod': ['k8s-event'],
  'k8s-service': ['k8s-endpoint'],
  'k8s-ingress': ['k8s-service', 'k8s-endpoint'],
}

/** True when answers about this kind of resource are known. */
export function hasSample(kind: string): boolean {
  return byKind.has(kind)
}

/** What is known about these kinds and about those that are read with them, each once. */
export function samplesFor(kinds: readonly string[]): Sample[] {
  const all = new Set(kinds.flatMap((kind) => [kind, ...(readWith[kind] ?? [])]))
  return [...all].flatMap((kind) => byKind.get(kind) ?? [])
}
