import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { DraftFile } from '../../worker/domain/sandbox-protocol.ts'
import { exemplarProvider } from '../../worker/generation/exemplar.ts'
import { generationInput } from '../generation-input.ts'
import { formRequests } from '../unit/request/samples-forms.ts'
import { freeRequests } from '../unit/request/samples-free.ts'
import type { Bundle } from './fault.ts'

const samples = join(import.meta.dirname, '..', 'samples')

/** Samples without a blocking finding, one for each platform. */
const sampleNames = [
  'cluster-care-codecollection/k8s-deployment-rollout',
  'cloud-care-codecollection/gcp-gke-upgrades',
  'cloud-care-codecollection/aws-elasticache-redis-health',
  'cloud-care-codecollection/azure-aks-nodepools',
]

/** Requests for which the offline generator writes a bundle, one for each platform. */
const requestNames = ['free-german-quotes', 'table-of-tasks', 'task-headings', 'form-checkboxes']

/** Good bundles, by two hands: without a fault in them, and different in how they are written. */
export async function goodBundles(): Promise<Bundle[]> {
  const requests = [...formRequests, ...freeRequests].filter(({ name }) => requestNames.includes(name))
  return [...sampleNames.map(readSample), ...(await Promise.all(requests.map(generate)))]
}

function readSample(name: string): Bundle {
  const [collection = '', slug = ''] = name.split('/')
  const directory = join(samples, collection, 'codebundles', slug)
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).flatMap((entry): DraftFile[] => {
    if (!entry.isFile()) return []
    const path = join(entry.parentPath, entry.name)
    const isExecutable = (statSync(path).mode & 0o100) !== 0
    return [
      {
        path: `codebundles/${slug}/${relative(directory, path)}`,
        mode: isExecutable ? '100755' : '100644',
        content: readFileSync(path, 'utf8'),
      },
    ]
  })
  return { slug, files }
}

async function generate(sample: (typeof formRequests)[number]): Promise<Bundle> {
  const input = generationInput(sample)
  const { files } = await exemplarProvider.generate(input, async () => undefined)
  return { slug: input.plan.slug, files }
}
