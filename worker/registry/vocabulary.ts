/** Words that mean the same to people who look for a CodeBundle. Each row is one meaning; a search for one finds the others. All lower case, one or two words. */
const meanings: readonly (readonly string[])[] = [
  ['k8s', 'kubernetes', 'kube'],
  ['codebundle', 'skill template', 'bundle'],
  ['task', 'tool'],
  ['sli', 'monitor', 'indicator'],
  ['runbook', 'taskset', 'troubleshooting'],
  ['pvc', 'persistentvolumeclaim', 'persistent volume'],
  ['hpa', 'horizontalpodautoscaler', 'autoscaler'],
  ['sts', 'statefulset'],
  ['ds', 'daemonset'],
  ['deploy', 'deployment'],
  ['ns', 'namespace'],
  ['svc', 'service'],
  ['ing', 'ingress'],
  ['crd', 'customresourcedefinition', 'custom resource'],
  ['db', 'database'],
  ['postgres', 'postgresql'],
  ['aws', 'amazon'],
  ['gcp', 'google cloud', 'gcloud'],
  ['gke', 'google kubernetes'],
  ['eks', 'elastic kubernetes'],
  ['aks', 'azure kubernetes'],
  ['vm', 'virtual machine'],
  ['lb', 'load balancer', 'loadbalancer'],
  ['cert', 'certificate', 'tls', 'ssl'],
  ['acr', 'container registry'],
  ['s3', 'bucket'],
  ['cost', 'billing', 'spend'],
  ['log', 'logs'],
  ['restart', 'crashloop', 'crashloopbackoff'],
  ['http', 'https', 'url'],
  ['iam', 'permission'],
  ['health', 'healthcheck'],
]

const synonyms = new Map<string, string[]>()
for (const row of meanings) {
  for (const word of row) synonyms.set(word, [...(synonyms.get(word) ?? []), ...row.filter((other) => other !== word)])
}

/** Other ways to say `word` (lower case), best known first; empty when there is none. */
export function synonymsOf(word: string): readonly string[] {
  return synonyms.get(word) ?? []
}

/** Words of a question that say nothing about what is looked for. */
export const stopWords: ReadonlySet<string> = new Set(
  'a an and are as at be by can do does for from has have how i if in is it its me my of on or our so some that the their there these this to was we what when where which who why will with would you your'.split(
    ' ',
  ),
)
