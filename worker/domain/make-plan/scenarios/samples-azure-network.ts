import { asked, azureSample, idOf, listed, metric, resource, subscription } from './azure-answers.ts'
import type { Sample } from './sample.ts'

const net = (type: string) => `Microsoft.Network/${type}`
const failed = { provisioningState: 'Failed', tags: {} }
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
const frontend = { name: 'front', provisioningState: 'Succeeded', privateIPAddress: '10.0.1.10' }
const link = (status: string) => ({
  name: 'link',
  provisioningState: 'Succeeded',
  groupIds: ['vault'],
  privateLinkServiceId: idOf('Microsoft.KeyVault/vaults', 'shop'),
  privateLinkServiceConnectionState: { status, description: '', actionsRequired: 'None' },
})
const backend = (health: string) => ({
  backendAddressPools: [{ backendHttpSettingsCollection: [{ servers: [{ address: '10.0.1.20', health }] }] }],
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
    'az-appgateway',
    asked('network application-gateway show-backend-health', backend('Healthy'), backend('Unhealthy')),
    listed(
      'network application-gateway',
      resource(net('applicationGateways'), 'shop', {
        operationalState: 'Running',
        sku: { name: 'WAF_v2', tier: 'WAF_v2' },
        autoscaleConfiguration: { minCapacity: 2, maxCapacity: 10 },
        webApplicationFirewallConfiguration: { enabled: true, firewallMode: 'Prevention' },
        sslPolicy: { minProtocolVersion: 'TLSv1_2', policyType: 'Predefined' },
        backendAddressPools: [{ name: 'checkout', backendAddresses: [{ ipAddress: '10.0.1.20' }] }],
        httpListeners: [{ name: 'https', protocol: 'Https' }],
        probes: [{ name: 'healthz', path: '/healthz' }],
        zones: ['1', '2'],
      }),
      {
        ...failed,
        operationalState: 'Stopped',
        sku: { name: 'Standard_v2', tier: 'Standard_v2' },
        webApplicationFirewallConfiguration: { enabled: false, firewallMode: 'Detection' },
        sslPolicy: { minProtocolVersion: 'TLSv1_0' },
        backendAddressPools: [{ name: 'checkout', backendAddresses: [] }],
        httpListeners: [{ name: 'http', protocol: 'Http' }],
        probes: [],
        zones: undefined,
      },
    ),
    metric('UnhealthyHostCount', 'Count', 0, 2),
    metric('FailedRequests', 'Count', 0, 900),
  ),
  azureSample(
    'az-loadbalancer',
    listed(
      'network lb',
      resource(net('loadBalancers'), 'shop', {
        sku: { name: 'Standard', tier: 'Regional' },
        frontendIPConfigurations: [frontend],
        backendAddressPools: [
          {
            name: 'checkout',
            provisioningState: 'Succeeded',
            backendIPConfigurations: [{ id: idOf(net('networkInterfaces'), 'web-1/ipConfigurations/a') }],
            loadBalancerBackendAddresses: [{ name: 'web-1' }],
          },
        ],
        loadBalancingRules: [{ name: 'https', frontendPort: 443, backendPort: 8080, protocol: 'Tcp' }],
        probes: [{ name: 'healthz', port: 8080, protocol: 'Tcp' }],
        inboundNatRules: [],
      }),
      { ...failed, sku: { name: 'Basic' }, backendAddressPools: [], loadBalancingRules: [], probes: [] },
    ),
    metric('DipAvailability', 'Percent', 100, 0),
    metric('VipAvailability', 'Percent', 100, 0),
  ),
  azureSample(
    'az-firewall',
    listed(
      'network firewall',
      resource(net('azureFirewalls'), 'hub', {
        sku: { name: 'AZFW_VNet', tier: 'Premium' },
        threatIntelMode: 'Deny',
        firewallPolicy: { id: idOf(net('firewallPolicies'), 'hub') },
        ipConfigurations: [{ name: 'front', privateIPAddress: '10.1.0.4', provisioningState: 'Succeeded' }],
        networkRuleCollections: [],
        applicationRuleCollections: [],
        zones: ['1', '2'],
      }),
      { ...failed, threatIntelMode: 'Off', firewallPolicy: null, ipConfigurations: [], zones: undefined },
    ),
    metric('FirewallHealth', 'Percent', 100, 20),
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
    'az-vpngateway',
    listed(
      'network vpn-connection',
      resource(net('connections'), 'office', {
        connectionStatus: 'Connected',
        connectionType: 'IPsec',
        ingressBytesTransferred: 900_000,
        egressBytesTransferred: 900_000,
      }),
      { ...failed, connectionStatus: 'NotConnected', ingressBytesTransferred: 0, egressBytesTransferred: 0 },
    ),
    listed(
      'network vnet-gateway',
      resource(net('virtualNetworkGateways'), 'office', {
        gatewayType: 'Vpn',
        vpnType: 'RouteBased',
        activeActive: true,
        enableBgp: true,
        vpnGatewayGeneration: 'Generation2',
        sku: { name: 'VpnGw2AZ', tier: 'VpnGw2AZ', capacity: 2 },
      }),
      { ...failed, activeActive: false, sku: { name: 'Basic', tier: 'Basic' } },
    ),
    metric('TunnelAverageBandwidth', 'BytesPerSecond', 90_000, 0),
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
  azureSample(
    'az-frontdoor',
    listed(
      'afd profile',
      resource('Microsoft.Cdn/profiles', 'shop', {
        resourceState: 'Active',
        sku: { name: 'Premium_AzureFrontDoor' },
        frontDoorId: subscription,
        kind: 'frontdoor',
      }),
      { ...failed, resourceState: 'Disabled', sku: { name: 'Standard_AzureFrontDoor' } },
    ),
    listed(
      'afd endpoint',
      {
        name: 'shop',
        enabledState: 'Enabled',
        provisioningState: 'Succeeded',
        deploymentStatus: 'Succeeded',
        hostName: 'shop.z01.azurefd.net',
      },
      { enabledState: 'Disabled', provisioningState: 'Failed', deploymentStatus: 'Failed' },
    ),
    listed('network front-door', resource(net('frontDoors'), 'shop', { enabledState: 'Enabled', resourceState: 'Enabled' }), {
      ...failed,
      enabledState: 'Disabled',
      resourceState: 'Disabled',
    }),
    metric('OriginHealthPercentage', 'Percent', 100, 0),
  ),
]
