/** Words that say nothing about the resource of a request. */
export const stopWords = new Set(
  (
    'a about above add added after again all also an and another any anything app application applications are as asap at auto automatically based be because been before below being better both but ' +
    'by can cannot check checker checking checks checkup cluster cloud code codebundle codebundles collection could create current currently detect detection do does doing each ensure every ' +
    'existing feature find for from generate get gets give has have help how i if implement in into is issue issues it its keep keeps kind know like list lists look looking make many me missing monitor ' +
    'monitored monitoring more most my need needed needs new no not of off on one only or other our out over per please problem problems provide provider raise request requested requests resource ' +
    'resources runbook runbooks run running script see service services should show sli slis so some something support task tasks taskset team tell tells than that the their them then there these they ' +
    'thing this those to tool tools troubleshooting under up us use used using verify via want wanted was we were what when where whether which while who why will with within without would you your ' +
    'skill template wish looking prod production environment environments account accounts region regions project projects subscription subscriptions workload workloads system bundle tracking track ' +
    'delete remove clean rotate scale drain start stop kill patch update cordon evict purge failed failing report reports reporting evaluate evaluation assess analyze analyse analysis review identify identifies scan overview simple basic general full complete proper state states stuck getting really long'
  ).split(' '),
)

/** Words after which a title no longer says what it is about. */
export const boundaryWords =
  /\s+(?:and|or|under|through|via|using|with|from|that|which|who|whose|so that|because|in|on|at|for|of|by|when|if|across|over|before|after|and then|without|per|to|into|against|is|are|was|has|have|keeps?|kept|not|never|cannot|can't|won't|does|do)\s+|[,;:–—|&]+|\s-\s/gi

const irregular: Record<string, string> = {
  indices: 'index',
  queries: 'query',
  caches: 'cache',
  databases: 'database',
  releases: 'release',
  leases: 'lease',
  services: 'service',
  nodes: 'node',
  images: 'image',
  addresses: 'address',
  processes: 'process',
  instances: 'instance',
  certificates: 'certificate',
}
const neverPlural = new Set(
  'kubernetes jenkins redis postgres istio analytics metrics logs access status ops devops dns sns sqs aws eks ecs aks rds kms efs ebs nfs iis gcs dms tls https ingress express always sis news'.split(
    ' ',
  ),
)

/** The singular of a lower-case English noun, good enough for names. */
export function singular(word: string): string {
  const known = irregular[word]
  if (known !== undefined) return known
  if (word.length < 4 || neverPlural.has(word) || /(?:ss|us|is|ous)$/.test(word)) return word
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(?:ses|xes|zes|ches|shes)$/.test(word)) return word.slice(0, -2)
  return word.endsWith('s') ? word.slice(0, -1) : word
}

/** Lower-case words of a text: letters and digits, in order. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? []
}
