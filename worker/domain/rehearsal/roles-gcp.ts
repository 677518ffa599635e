/** Predefined roles of Google Cloud that allow what a command of gcloud, gsutil or bq reads. Source: cloud.google.com/iam/docs/roles-permissions, read 2026-11. */

/** By the words the command begins with, longest first. */
const viewers: readonly [string, string][] = [
  ['gcloud projects get-iam-policy', 'roles/iam.securityReviewer'],
  ['gcloud projects', 'roles/browser'],
  ['gcloud organizations', 'roles/browser'],
  ['gcloud iam service-accounts', 'roles/iam.serviceAccountViewer'],
  ['gcloud iam roles', 'roles/iam.roleViewer'],
  ['gcloud container images', 'roles/artifactregistry.reader'],
  ['gcloud container clusters', 'roles/container.clusterViewer'],
  ['gcloud container', 'roles/container.viewer'],
  ['gcloud compute', 'roles/compute.viewer'],
  ['gcloud run', 'roles/run.viewer'],
  ['gcloud functions', 'roles/cloudfunctions.viewer'],
  ['gcloud sql', 'roles/cloudsql.viewer'],
  ['gcloud logging', 'roles/logging.viewer'],
  ['gcloud monitoring', 'roles/monitoring.viewer'],
  ['gcloud pubsub', 'roles/pubsub.viewer'],
  ['gcloud storage buckets', 'roles/storage.bucketViewer'],
  ['gcloud storage', 'roles/storage.objectViewer'],
  ['gcloud spanner databases execute-sql', 'roles/spanner.databaseReader'],
  ['gcloud spanner', 'roles/spanner.viewer'],
  ['gcloud bigtable', 'roles/bigtable.viewer'],
  ['gcloud redis', 'roles/redis.viewer'],
  ['gcloud memcache', 'roles/memcache.viewer'],
  ['gcloud dataflow', 'roles/dataflow.viewer'],
  ['gcloud dataproc', 'roles/dataproc.viewer'],
  ['gcloud dns', 'roles/dns.reader'],
  ['gcloud kms', 'roles/cloudkms.viewer'],
  ['gcloud secrets versions access', 'roles/secretmanager.secretAccessor'],
  ['gcloud secrets', 'roles/secretmanager.viewer'],
  ['gcloud artifacts', 'roles/artifactregistry.reader'],
  ['gcloud builds', 'roles/cloudbuild.builds.viewer'],
  ['gcloud composer', 'roles/composer.user'],
  ['gcloud scheduler', 'roles/cloudscheduler.viewer'],
  ['gcloud tasks', 'roles/cloudtasks.viewer'],
  ['gcloud filestore', 'roles/file.viewer'],
  ['gcloud apigee', 'roles/apigee.readOnlyAdmin'],
  ['gcloud asset', 'roles/cloudasset.viewer'],
  ['gcloud recommender', 'roles/recommender.viewer'],
  ['gcloud billing', 'roles/billing.viewer'],
  ['gcloud services', 'roles/serviceusage.serviceUsageViewer'],
  ['gcloud app', 'roles/appengine.appViewer'],
  ['gcloud deploy', 'roles/clouddeploy.viewer'],
  ['gcloud workflows', 'roles/workflows.viewer'],
  ['gcloud eventarc', 'roles/eventarc.viewer'],
  ['gcloud ai', 'roles/aiplatform.viewer'],
  ['gsutil', 'roles/storage.objectViewer'],
  ['bq query', 'roles/bigquery.jobUser'],
  ['bq', 'roles/bigquery.metadataViewer'],
]

/** The least role for a reading command such as `gcloud run services list`; null where none is known. */
export function gcpReadRole(operation: string): string | null {
  // A release track names the same service.
  const words = operation.replace(/^gcloud (alpha|beta) /, 'gcloud ')
  return viewers.find(([start]) => words === start || words.startsWith(`${start} `))?.[1] ?? null
}

/** Roles over everything in a project. */
export const gcpWideRoles = ['roles/owner', 'roles/editor']

/** `compute` of `roles/compute.viewer`; the basic roles have none. */
export function gcpService(role: string): string | null {
  return /^roles\/([a-zA-Z0-9]+)\./.exec(role)?.[1] ?? null
}
