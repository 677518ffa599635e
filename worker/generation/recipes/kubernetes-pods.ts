import { bad, shellVar } from './jq.ts'
import type { Recipe, Variant } from './recipe.ts'

const condition = (type: string) => `([.status.conditions[]? | select(.type == "${type}")] | first)`

/** A condition that is there and not true. */
export function notTrue(type: string): string {
  return `(${condition(type)} | if . == null then null elif .status != "True" then "${type} is " + (.status // "unknown") + ": " + (.message // .reason // "no reason given") else null end)`
}

/** A condition that is there and true, where that is bad. */
export function isTrue(type: string): string {
  return `(${condition(type)} | ${bad('. != null and .status == "True"', '.type + ": " + (.message // .reason // "no reason given")')})`
}

export const kubectl = shellVar('KUBERNETES_DISTRIBUTION_BINARY')
export const inContext = `--context ${shellVar('CONTEXT')}`
export const inNamespace = `${inContext} --namespace ${shellVar('NAMESPACE')}`

const containers = '([.status.containerStatuses[]?, .status.initContainerStatuses[]?])'
const waiting =
  `(${containers} | map(select(.state.waiting.reason? != null and (.state.waiting.reason | test("^(ContainerCreating|PodInitializing)$") | not)) ` +
  `| .name + " waits: " + .state.waiting.reason) | first)`
const unscheduled = '(([.status.conditions[]? | select(.status == "False") | .message // .reason] | first) // "no reason given")'

const podProblem =
  `if .status.phase == "Succeeded" then null elif .status.phase == "Failed" or .status.phase == "Unknown" ` +
  `then "phase is " + .status.phase + ": " + (.status.reason // .status.message // "no reason given") elif .status.phase == null then "has no phase" ` +
  `elif ${waiting} != null then ${waiting} elif .status.phase == "Pending" then "pending: " + ${unscheduled} else ${notTrue('Ready')} end`

const restarted =
  `(${containers} | map(select((.restartCount // 0) >= $threshold) | .name + " restarted \\(.restartCount) times, last ended by " + (.lastState.terminated.reason? // "an unknown cause") ` +
  `+ (if .lastState.terminated.exitCode? != null then " with exit code \\(.lastState.terminated.exitCode)" else "" end)) | first)`
const killed = `(${containers} | map(select(.lastState.terminated.reason? == "OOMKilled") | .name + " was killed for lack of memory") | first)`

const podVariants: Variant[] = [
  {
    id: 'restarts',
    words: /restart|crash|oom|out of memory|prob(?:e|ing)|image ?pull|kill/i,
    finding: 'Pods restart or cannot start',
    severity: 2,
    threshold: { variable: 'RESTART_THRESHOLD', default: 5, description: 'Restarts of a container from which on an issue is raised.' },
    problem: `${waiting} // ${killed} // ${restarted} // (${podProblem})`,
    nextSteps: 'Read the logs of the previous container, compare memory limits with use, and check the probes and the image reference.',
  },
  {
    id: 'limits',
    words: /\blimits?\b|resource requests|requests and limits|quality of service|qos/i,
    finding: 'Pods run without resource limits',
    severity: 4,
    problem: bad('any(.spec.containers[]; .resources.limits == null)', '"a container has no resource limits"'),
  },
  {
    id: 'privileged',
    words: /privileged|security ?context|run(?:ning|s)? as root|host ?(?:path|network)/i,
    finding: 'Pods run with elevated rights',
    severity: 3,
    problem: bad(
      'any(.spec.containers[]; .securityContext.privileged == true) or .spec.hostNetwork == true',
      '"runs privileged or in the host network"',
    ),
  },
]

export const podRecipe: Recipe = {
  kind: 'k8s-pod',
  list: 'get pods',
  items: '.items',
  name: '.metadata.name',
  problem: podProblem,
  finding: 'Pods are not healthy',
  resourceType: 'pod',
  permission: 'get and list on pods',
  variants: podVariants,
  changes: {
    delete: `${kubectl} delete pod "$item" --ignore-not-found ${inNamespace}`,
    restart: `${kubectl} delete pod "$item" --ignore-not-found ${inNamespace}`,
  },
  nextSteps: 'Describe the pods, read their events and logs, and check images, probes and resources.',
}

/** For software that runs in a namespace and is no kind of its own: its pods, narrowed by name where WORKLOAD_NAME is set. */
export const workloadRecipe: Recipe = {
  ...podRecipe,
  kind: 'k8s-workload',
  items:
    '[.items[] | select($workload == "" or ((.metadata.name + " " + ((.metadata.labels // {}) | [.[]] | join(" "))) | ascii_downcase | contains($workload | ascii_downcase)))]',
  finding: 'Pods of the workload are not healthy',
  resourceType: 'deployment',
}

const usage: Variant = {
  id: 'usage',
  words: /usage|\bused\b|percent|capacity|\bfull\b|fill|space/i,
  finding: 'PersistentVolumeClaims are nearly full',
  severity: 2,
  threshold: {
    variable: 'USAGE_THRESHOLD',
    default: 85,
    description: 'Used share of a claim, in percent, from which on an issue is raised.',
  },
  list: 'get nodes',
  items: '[.[] | .pods[]? | .volume[]? | select(.pvcRef != null and .pvcRef.namespace == $scope)] | unique_by(.pvcRef.name)',
  name: '.pvcRef.name',
  each: { names: '[.items[].metadata.name]', command: `${kubectl} get --raw "/api/v1/nodes/\${item}/proxy/stats/summary" ${inContext}` },
  problem: bad(
    '(.capacityBytes // 0) > 0 and (.usedBytes * 100 / .capacityBytes) >= $threshold',
    '"\\(.usedBytes * 100 / .capacityBytes | floor) percent of \\(.capacityBytes / 1073741824 * 10 | floor / 10) GiB used"',
  ),
  data: 'data:metrics',
  nextSteps: 'Free space or expand the claim, after checking that its StorageClass allows expansion.',
}

const unmounted: Variant = {
  id: 'unmounted',
  words: /no pod|unmounted|not mounted|unused|orphan|\bmounts?\b/i,
  finding: 'PersistentVolumeClaims are not used by any pod',
  severity: 4,
  list: 'get persistentvolumeclaims',
  second: 'get pods',
  items:
    '. as $all | [.first.items[] | . + {used: (.metadata.name as $name | any($all.second.items[] | .spec.volumes[]?; .persistentVolumeClaim.claimName? == $name))}]',
  name: '.metadata.name',
  problem: bad('.used | not', '"no pod mounts it, size \\(.spec.resources.requests.storage // "unknown")"'),
  nextSteps: 'Ask the owner whether the data is still needed before anything is removed.',
}

const expansion: Variant = {
  id: 'expansion',
  words: /expan(?:d|sion)|storage ?class.{0,30}allow/i,
  finding: 'PersistentVolumeClaims use a StorageClass that cannot expand',
  severity: 4,
  list: 'get persistentvolumeclaims',
  second: 'get storageclasses',
  items:
    '. as $all | [.first.items[] | . + {expandable: (.spec.storageClassName as $name | [$all.second.items[] | select(.metadata.name == $name) | .allowVolumeExpansion == true] | first)}]',
  name: '.metadata.name',
  problem: bad('.expandable == false', '"StorageClass \\(.spec.storageClassName) does not allow expansion"'),
}

export const claimRecipe: Recipe = {
  kind: 'k8s-pvc',
  list: 'get persistentvolumeclaims',
  items: '.items',
  name: '.metadata.name',
  problem: bad('.status.phase != "Bound"', '"phase is \\(.status.phase // "unknown"), storage class \\(.spec.storageClassName // "none")"'),
  finding: 'PersistentVolumeClaims are not bound',
  resourceType: 'persistentvolumeclaim',
  permission: 'get on nodes/proxy',
  variants: [usage, unmounted, expansion],
  nextSteps: 'Describe the claim and read its events; check the storage class and its provisioner.',
}
