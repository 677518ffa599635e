import type { Platform } from '../platform.ts'
import type { Sample } from './sample.ts'
import { awsCachesSamples } from './samples-aws-caches.ts'
import { awsContainersSamples } from './samples-aws-containers.ts'
import { awsDatabasesSamples } from './samples-aws-databases.ts'
import { awsDeliverySamples } from './samples-aws-delivery.ts'
import { awsEdgeSamples } from './samples-aws-edge.ts'
import { awsIdentitySamples } from './samples-aws-identity.ts'
import { awsInstancesSamples } from './samples-aws-instances.ts'
import { awsNetworkSamples } from './samples-aws-network.ts'
import { awsPlatformSamples } from './samples-aws-platform.ts'
import { awsStorageSamples } from './samples-aws-storage.ts'
import { awsStreamsSamples } from './samples-aws-streams.ts'
import { azureAppsSamples } from './samples-azure-apps.ts'
import { azureComputeSamples } from './samples-azure-compute.ts'
import { azureContainersSamples } from './samples-azure-containers.ts'
import { azureDatabasesSamples } from './samples-azure-databases.ts'
import { azureGatewaysSamples } from './samples-azure-gateways.ts'
import { azureNetworkSamples } from './samples-azure-network.ts'
import { azureServicesSamples } from './samples-azure-services.ts'
import { azureStorageSamples } from './samples-azure-storage.ts'
import { gcpAppsSamples } from './samples-gcp-apps.ts'
import { gcpComputeSamples } from './samples-gcp-compute.ts'
import { gcpDataSamples } from './samples-gcp-data.ts'
import { gcpDatabasesSamples } from './samples-gcp-databases.ts'
import { gcpNetworkSamples } from './samples-gcp-network.ts'
import { gcpServicesSamples } from './samples-gcp-services.ts'
import { gcpStorageSamples } from './samples-gcp-storage.ts'
import { httpSamples } from './samples-http.ts'
import { httpGithubSamples } from './samples-http-github.ts'
import { networkSamples } from './samples-kubernetes-network.ts'
import { podSamples } from './samples-kubernetes-pods.ts'
import { workloadSamples } from './samples-kubernetes-workloads.ts'

/**
 * What is known of each platform. Too much for the Worker itself: the browser build writes a file for each platform among the assets
 * (web/samples-plugin.ts), and the Worker reads the one that a plan needs.
 */
export const allSamples: Readonly<Record<Platform, readonly Sample[]>> = {
  kubernetes: [podSamples, workloadSamples, networkSamples].flat(),
  aws: [
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
  ].flat(),
  azure: [
    azureAppsSamples,
    azureComputeSamples,
    azureContainersSamples,
    azureDatabasesSamples,
    azureGatewaysSamples,
    azureNetworkSamples,
    azureServicesSamples,
    azureStorageSamples,
  ].flat(),
  gcp: [
    gcpAppsSamples,
    gcpComputeSamples,
    gcpDataSamples,
    gcpDatabasesSamples,
    gcpNetworkSamples,
    gcpServicesSamples,
    gcpStorageSamples,
  ].flat(),
  // What ends with an answer to every request of curl comes last.
  other: [httpGithubSamples, httpSamples].flat(),
}
