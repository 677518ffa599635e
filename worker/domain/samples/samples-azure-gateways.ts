import { asked, azureSample, failed, idOf, listed, metric, net, resource, subscription } from './azure-answers.ts'
import type { Sample } from './sample.ts'

const frontend = { name: 'front', provisioningState: 'Succeeded', privateIPAddress: '10.0.1.10' }
const backend = (health: string) => ({
  backendAddressPools: [{ backendHttpSettingsCollection: [{ servers: [{ address: '10.0.1.20', health }] }] }],
})

export const azureGatewaysSamples: readonly Sample[] = [
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
