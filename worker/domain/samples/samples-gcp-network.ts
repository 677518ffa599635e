import { asked, created, gcpSample, instance, labels, listed, metric, selfLink } from './gcp-answers.ts'
import type { Sample } from './sample.ts'

const backend = selfLink('global/backendServices/checkout')
const health = (healthState: string) => [
  {
    backend: selfLink('zones/europe-west1-b/instanceGroups/web'),
    status: {
      kind: 'compute#backendServiceGroupHealth',
      healthStatus: [{ healthState, instance: instance.selfLink, ipAddress: '10.0.1.4', port: 8080 }],
    },
  },
]
const firewall = {
  id: '1000000000000000003',
  name: 'from-balancer',
  kind: 'compute#firewall',
  direction: 'INGRESS',
  disabled: false,
  priority: 1000,
  network: selfLink('global/networks/shop'),
  sourceRanges: ['130.211.0.0/22', '35.191.0.0/16'],
  allowed: [{ IPProtocol: 'tcp', ports: ['8080'] }],
  targetTags: ['web'],
  logConfig: { enable: true },
  creationTimestamp: created,
}
export const gcpNetworkSamples: readonly Sample[] = [
  gcpSample(
    'gcp-forwardingrule',
    asked('compute backend-services get-health', health('HEALTHY'), health('UNHEALTHY')),
    listed(
      'compute forwarding-rules',
      {
        id: '1000000000000000004',
        name: 'shop',
        kind: 'compute#forwardingRule',
        IPAddress: '203.0.113.10',
        IPProtocol: 'TCP',
        portRange: '443-443',
        loadBalancingScheme: 'EXTERNAL_MANAGED',
        networkTier: 'PREMIUM',
        target: selfLink('global/targetHttpsProxies/shop'),
        creationTimestamp: created,
        labels,
      },
      { portRange: '80-80', networkTier: 'STANDARD', target: undefined, labels: {} },
    ),
    listed(
      'compute backend-services',
      { name: 'checkout', selfLink: backend, backends: [{ group: selfLink('zones/europe-west1-b/instanceGroups/web') }] },
      { backends: [] },
    ),
  ),
  gcpSample(
    'gcp-backendservice',
    asked('compute backend-services get-health', health('HEALTHY'), health('UNHEALTHY')),
    listed(
      'compute backend-services',
      {
        id: '1000000000000000005',
        name: 'checkout',
        kind: 'compute#backendService',
        selfLink: backend,
        protocol: 'HTTP',
        portName: 'http',
        timeoutSec: 30,
        loadBalancingScheme: 'EXTERNAL_MANAGED',
        backends: [
          {
            group: selfLink('zones/europe-west1-b/instanceGroups/web'),
            balancingMode: 'UTILIZATION',
            maxUtilization: 0.8,
            capacityScaler: 1,
          },
        ],
        healthChecks: [selfLink('global/healthChecks/checkout')],
        logConfig: { enable: true, sampleRate: 1 },
        enableCDN: true,
        securityPolicy: selfLink('global/securityPolicies/shop'),
        connectionDraining: { drainingTimeoutSec: 300 },
        creationTimestamp: created,
      },
      {
        protocol: 'HTTP',
        backends: [],
        healthChecks: [],
        logConfig: { enable: false },
        enableCDN: false,
        securityPolicy: undefined,
        connectionDraining: { drainingTimeoutSec: 0 },
      },
    ),
  ),
  gcpSample(
    'gcp-dns',
    listed('dns record-sets', { name: 'shop.example.com.', type: 'A', ttl: 300, rrdatas: ['203.0.113.10'] }, { rrdatas: [] }),
    listed(
      'dns managed-zones',
      {
        id: '1',
        name: 'shop',
        kind: 'dns#managedZone',
        dnsName: 'shop.example.com.',
        description: '',
        visibility: 'public',
        dnssecConfig: { state: 'on', nonExistence: 'nsec3' },
        nameServers: ['ns-cloud-a1.googledomains.com.'],
        cloudLoggingConfig: { enableLogging: true },
        creationTime: created,
        labels,
      },
      { dnssecConfig: { state: 'off' }, nameServers: [], cloudLoggingConfig: { enableLogging: false }, labels: {} },
    ),
  ),
  gcpSample(
    'gcp-vpn',
    listed(
      'compute vpn-tunnels',
      {
        id: '1000000000000000008',
        name: 'office',
        kind: 'compute#vpnTunnel',
        status: 'ESTABLISHED',
        detailedStatus: 'Tunnel is up and running.',
        peerIp: '198.51.100.7',
        ikeVersion: 2,
        region: selfLink('regions/europe-west1'),
        vpnGateway: selfLink('regions/europe-west1/vpnGateways/office'),
        router: selfLink('regions/europe-west1/routers/office'),
        creationTimestamp: created,
      },
      { status: 'NO_INCOMING_PACKETS', detailedStatus: 'No incoming packets from the peer.', ikeVersion: 1 },
    ),
    metric('vpn.googleapis.com/tunnel_established', 1, 0),
  ),
  gcpSample(
    'gcp-firewall',
    listed('compute firewall-rules', firewall, {
      name: 'any',
      network: selfLink('global/networks/default'),
      sourceRanges: ['0.0.0.0/0'],
      allowed: [{ IPProtocol: 'tcp', ports: ['22'] }, { IPProtocol: 'tcp', ports: ['3389'] }, { IPProtocol: 'all' }],
      targetTags: undefined,
      logConfig: { enable: false },
    }),
  ),
  gcpSample(
    'gcp-sslcert',
    listed(
      'compute ssl-certificates',
      {
        id: '1000000000000000011',
        name: 'shop',
        kind: 'compute#sslCertificate',
        type: 'MANAGED',
        managed: { domains: ['shop.example.com'], status: 'ACTIVE', domainStatus: { 'shop.example.com': 'ACTIVE' } },
        expireTime: '{{now+380d}}',
        subjectAlternativeNames: ['shop.example.com'],
        creationTimestamp: '{{now-20d}}',
      },
      { managed: { status: 'PROVISIONING_FAILED', domainStatus: { 'shop.example.com': 'FAILED_NOT_VISIBLE' } }, expireTime: '{{now+2d}}' },
    ),
  ),
]
