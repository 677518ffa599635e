import { asked, azureSample, failed, idOf, listed, net, resource } from './azure-answers.ts'
import type { Sample } from './sample.ts'

const rule = {
  name: 'from-balancer',
  priority: 100,
  direction: 'Inbound',
  access: 'Allow',
  protocol: 'Tcp',
  sourceAddressPrefix: 'AzureLoadBalancer',
  sourceAddressPrefixes: [],
  sourcePortRange: '*',
  sourcePortRanges: [],
  destinationAddressPrefix: '10.0.1.0/24',
  destinationAddressPrefixes: [],
  destinationPortRange: '8080',
  destinationPortRanges: [],
  provisioningState: 'Succeeded',
}
const denied = {
  ...rule,
  name: 'deny-out',
  priority: 4000,
  direction: 'Outbound',
  access: 'Deny',
  protocol: '*',
  sourceAddressPrefix: '*',
  destinationAddressPrefix: 'Internet',
  destinationPortRange: '*',
}
const anywhere = { sourceAddressPrefix: '*', destinationAddressPrefix: '*' }

const open = [
  { ...rule, ...anywhere, name: 'ssh', destinationPortRange: '22' },
  { ...rule, ...anywhere, name: 'rdp', priority: 110, destinationPortRange: '3389' },
  { ...rule, ...anywhere, name: 'any-in', priority: 120, protocol: '*', destinationPortRange: '*' },
  { ...rule, ...anywhere, name: 'any-out', direction: 'Outbound', protocol: '*', destinationPortRange: '*' },
]
const group = resource(net('networkSecurityGroups'), 'checkout', {
  resourceGuid: '11111111-2222-3333-4444-555555555555',
  securityRules: [rule, denied],
  defaultSecurityRules: [],
  subnets: [{ id: idOf(net('virtualNetworks'), 'shop/subnets/checkout') }],
  networkInterfaces: [],
  flowLogs: [{ id: idOf(net('networkWatchers'), 'west/flowLogs/checkout') }],
})
const subnet = {
  name: 'checkout',
  id: idOf(net('virtualNetworks'), 'shop/subnets/checkout'),
  addressPrefix: '10.0.1.0/24',
  provisioningState: 'Succeeded',
  networkSecurityGroup: { id: idOf(net('networkSecurityGroups'), 'checkout') },
  routeTable: { id: idOf(net('routeTables'), 'shop') },
  defaultOutboundAccess: false,
}
const bareSubnet = { ...subnet, networkSecurityGroup: null, routeTable: null, defaultOutboundAccess: true }
const peering = {
  name: 'to-hub',
  peeringState: 'Connected',
  peeringSyncLevel: 'FullyInSync',
  provisioningState: 'Succeeded',
  allowForwardedTraffic: true,
  remoteVirtualNetwork: { id: idOf(net('virtualNetworks'), 'hub') },
}
const lostPeering = { ...peering, peeringState: 'Disconnected', peeringSyncLevel: 'RemoteNotInSync', provisioningState: 'Failed' }

const networks = [
  listed('network vnet subnet', subnet, bareSubnet),
  listed('network vnet peering', peering, lostPeering),
  listed(
    'network vnet',
    resource(net('virtualNetworks'), 'shop', {
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [subnet],
      virtualNetworkPeerings: [peering],
      enableDdosProtection: true,
      dhcpOptions: { dnsServers: [] },
    }),
    { ...failed, subnets: [bareSubnet], virtualNetworkPeerings: [lostPeering], enableDdosProtection: false },
  ),
].flat()
const link = (status: string) => ({
  name: 'link',
  provisioningState: 'Succeeded',
  groupIds: ['vault'],
  privateLinkServiceId: idOf('Microsoft.KeyVault/vaults', 'shop'),
  privateLinkServiceConnectionState: { status, description: '', actionsRequired: 'None' },
})
export const azureNetworkSamples: readonly Sample[] = [
  azureSample(
    'az-nsg',
    listed('network nsg rule', rule, open),
    listed('network nsg', group, { ...failed, securityRules: open, subnets: null, flowLogs: null }),
    networks,
    asked(
      'network watcher flow-log list',
      [
        {
          name: 'checkout',
          enabled: true,
          targetResourceId: idOf(net('networkSecurityGroups'), 'checkout'),
          provisioningState: 'Succeeded',
        },
      ],
      [{ name: 'checkout', enabled: false, targetResourceId: idOf(net('networkSecurityGroups'), 'checkout'), provisioningState: 'Failed' }],
    ),
  ),
  azureSample('az-vnet', networks),
  azureSample(
    'az-route',
    listed(
      'network route-table',
      resource(net('routeTables'), 'shop', {
        disableBgpRoutePropagation: true,
        routes: [
          {
            name: 'out',
            addressPrefix: '0.0.0.0/0',
            nextHopType: 'VirtualAppliance',
            nextHopIpAddress: '10.1.0.4',
            provisioningState: 'Succeeded',
          },
        ],
        subnets: [{ id: subnet.id }],
      }),
      {
        ...failed,
        disableBgpRoutePropagation: false,
        routes: [{ name: 'out', addressPrefix: '0.0.0.0/0', nextHopType: 'Internet', provisioningState: 'Failed' }],
        subnets: null,
      },
    ),
  ),
  azureSample(
    'az-privateendpoint',
    listed(
      'network private-endpoint',
      resource(net('privateEndpoints'), 'vault', {
        subnet: { id: subnet.id },
        privateLinkServiceConnections: [link('Approved')],
        manualPrivateLinkServiceConnections: [],
        customDnsConfigs: [{ fqdn: 'shop.vault.azure.net', ipAddresses: ['10.0.1.30'] }],
      }),
      { ...failed, privateLinkServiceConnections: [link('Disconnected')], customDnsConfigs: [] },
    ),
  ),
  azureSample(
    'az-publicip',
    listed(
      'network public-ip',
      resource(net('publicIPAddresses'), 'shop', {
        ipAddress: '203.0.113.10',
        publicIPAllocationMethod: 'Static',
        publicIPAddressVersion: 'IPv4',
        sku: { name: 'Standard', tier: 'Regional' },
        ipConfiguration: { id: idOf(net('loadBalancers'), 'shop/frontendIPConfigurations/front') },
        ddosSettings: { protectionMode: 'Enabled' },
        idleTimeoutInMinutes: 4,
        zones: ['1', '2'],
      }),
      {
        ...failed,
        publicIPAllocationMethod: 'Dynamic',
        sku: { name: 'Basic' },
        ipConfiguration: null,
        ddosSettings: { protectionMode: 'Disabled' },
        zones: undefined,
      },
    ),
  ),
  azureSample(
    'az-dns',
    listed(
      'network dns zone',
      resource(net('dnszones'), 'shop.example.com', {
        provisioningState: undefined,
        zoneType: 'Public',
        numberOfRecordSets: 9,
        maxNumberOfRecordSets: 10_000,
        nameServers: ['ns1-01.azure-dns.com.', 'ns2-01.azure-dns.net.'],
      }),
      { tags: {}, numberOfRecordSets: 2, nameServers: [] },
    ),
    asked(
      'network dns record-set list',
      [
        {
          name: '@',
          type: `${net('dnszones')}/A`,
          TTL: 300,
          fqdn: 'shop.example.com.',
          provisioningState: 'Succeeded',
          ARecords: [{ ipv4Address: '203.0.113.10' }],
        },
      ],
      [],
    ),
  ),
]
