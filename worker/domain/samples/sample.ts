import type { Platform } from '../platform.ts'

/** What the platform's tool answers about one kind of resource where all is well, and where what people look for is wrong. */
export interface Sample {
  /** Id of the kind in the lexicon. */
  kind: string
  /** The first whose `command` fits the whole command line is given; `*` stands for any text. JSON values. */
  answers: readonly { command: string; healthy: unknown; broken: unknown }[]
}

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

/** What is known about these kinds and about those that are read with them, each once, in the order of `samples`. */
export function samplesFor(kinds: readonly string[], samples: readonly Sample[]): Sample[] {
  const wanted = new Set(kinds.flatMap((kind) => [kind, ...(readWith[kind] ?? [])]))
  return samples.filter(({ kind }) => wanted.has(kind))
}

/** Where the browser build writes the samples of a platform, from the root of the assets. */
export function samplesFile(platform: Platform): string {
  return `assets/samples-${platform}.json`
}
