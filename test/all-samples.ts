import type { Sample } from '../worker/domain/make-plan/scenarios/sample.ts'
import { awsCachesSamples } from '../worker/domain/make-plan/scenarios/samples-aws-caches.ts'
import { awsContainersSamples } from '../worker/domain/make-plan/scenarios/samples-aws-containers.ts'
import { awsDatabasesSamples } from '../worker/domain/make-plan/scenarios/samples-aws-databases.ts'
import { awsDeliverySamples } from '../worker/domain/make-plan/scenarios/samples-aws-delivery.ts'
import { awsEdgeSamples } from '../worker/domain/make-plan/scenarios/samples-aws-edge.ts'
import { awsIdentitySamples } from '../worker/domain/make-plan/scenarios/samples-aws-identity.ts'
import { awsInstancesSamples } from '../worker/domain/make-plan/scenarios/samples-aws-instances.ts'
import { awsNetworkSamples } from '../worker/domain/make-plan/scenarios/samples-aws-network.ts'
import { awsPlatformSamples } from '../worker/domain/make-plan/scenarios/samples-aws-platform.ts'
import { awsStorageSamples } from '../worker/domain/make-plan/scenarios/samples-aws-storage.ts'
import { awsStreamsSamples } from '../worker/domain/make-plan/scenarios/samples-aws-streams.ts'
import { azureAppsSamples } from '../worker/domain/make-plan/scenarios/samples-azure-apps.ts'
import { azureComputeSamples } from '../worker/domain/make-plan/scenarios/samples-azure-compute.ts'
import { azureContainersSamples } from '../worker/domain/make-plan/scenarios/samples-azure-containers.ts'
import { azureDatabasesSamples } from '../worker/domain/make-plan/scenarios/samples-azure-databases.ts'
import { azureGatewaysSamples } from '../worker/domain/make-plan/scenarios/samples-azure-gateways.ts'
import { azureNetworkSamples } from '../worker/domain/make-plan/scenarios/samples-azure-network.ts'
import { azureServicesSamples } from '../worker/domain/make-plan/scenarios/samples-azure-services.ts'
import { azureStorageSamples } from '../worker/domain/make-plan/scenarios/samples-azure-storage.ts'
import { gcpAppsSamples } from '../worker/domain/make-plan/scenarios/samples-gcp-apps.ts'
import { gcpComputeSamples } from '../worker/domain/make-plan/scenarios/samples-gcp-compute.ts'
import { gcpDataSamples } from '../worker/domain/make-plan/scenarios/samples-gcp-data.ts'
import { gcpDatabasesSamples } from '../worker/domain/make-plan/scenarios/samples-gcp-databases.ts'
import { gcpNetworkSamples } from '../worker/domain/make-plan/scenarios/samples-gcp-network.ts'
import { gcpServicesSamples } from '../worker/domain/make-plan/scenarios/samples-gcp-services.ts'
import { gcpStorageSamples } from '../worker/domain/make-plan/scenarios/samples-gcp-storage.ts'
import { httpSamples } from '../worker/domain/make-plan/scenarios/samples-http.ts'
import { httpGithubSamples } from '../worker/domain/make-plan/scenarios/samples-http-github.ts'

/** The samples of every platform but Kubernetes. */
export const allSamples: readonly Sample[] = [
  awsCachesSamples,
  awsContainersSamples,
  awsDatabasesSamples,
  awsDeliverySamples,
  awsEdgeSamples,
  awsIdentitySamples,
  awsInstancesSamples,
  awsNetworkSamples,
  awsPlatformSamples,
  awsStorageSamples,
  awsStreamsSamples,
  azureAppsSamples,
  azureComputeSamples,
  azureContainersSamples,
  azureDatabasesSamples,
  azureGatewaysSamples,
  azureNetworkSamples,
  azureServicesSamples,
  azureStorageSamples,
  gcpAppsSamples,
  gcpComputeSamples,
  gcpDataSamples,
  gcpDatabasesSamples,
  gcpNetworkSamples,
  gcpServicesSamples,
  gcpStorageSamples,
  httpSamples,
  httpGithubSamples,
].flat()
