import { type Answer, but } from './answer-pairs.ts'
import type { Sample } from './sample.ts'

/** What `curl --write-out` knows about a request: `%{json}` is all of it, `%{http_code}` one part. The stand-in takes an answer with `http_code` for that. */
const request = {
  url: 'https://shop.example.com/healthz',
  url_effective: 'https://shop.example.com/healthz',
  http_code: 200,
  response_code: 200,
  http_version: '2',
  method: 'GET',
  scheme: 'https',
  content_type: 'application/json',
  errormsg: null,
  exitcode: 0,
  num_redirects: 0,
  remote_ip: '203.0.113.10',
  remote_port: 443,
  size_download: 15,
  ssl_verify_result: 0,
  time_namelookup: 0.004,
  time_connect: 0.012,
  time_appconnect: 0.031,
  time_pretransfer: 0.032,
  time_starttransfer: 0.08,
  time_total: 0.085,
  curl_version: 'libcurl/8.14.1',
}
/** The form of OpenSSL has no place for a time that is relative to now, so these lie far away. */
const certificate = (end: string) =>
  `Subject:CN = shop.example.com\nIssuer:CN = Example CA\nStart date:Jan  1 00:00:00 2020 GMT\nExpire date:${end}\nX509v3 Subject Alternative Name:DNS:shop.example.com\n`
const certificates: Answer = {
  command: 'curl *%{certs}*',
  healthy: certificate('Jan  1 00:00:00 2099 GMT'),
  broken: certificate('Jan  1 00:00:00 2021 GMT'),
}
/** A status, a time and a certificate that are all wrong come together only from `curl --insecure`, which reports the certificate and goes on. */
const slowAndWrong = but(request, {
  http_code: 503,
  response_code: 503,
  content_type: 'text/html',
  ssl_verify_result: 10,
  time_starttransfer: 29.4,
  time_total: 29.5,
})
const refused = but(request, {
  http_code: 0,
  response_code: 0,
  content_type: null,
  exitcode: 60,
  errormsg: 'SSL certificate problem: certificate has expired',
  size_download: 0,
  ssl_verify_result: 10,
  time_appconnect: 0,
  time_starttransfer: 0,
  time_total: 0.03,
})

export const httpSamples: readonly Sample[] = [
  { kind: 'http-api', answers: [certificates, { command: 'curl *', healthy: request, broken: slowAndWrong }] },
  { kind: 'http-tls', answers: [certificates, { command: 'curl *', healthy: request, broken: refused }] },
  {
    kind: 'http-dns',
    answers: [
      {
        command: 'curl *name=*',
        healthy: {
          Status: 0,
          TC: false,
          RD: true,
          RA: true,
          AD: true,
          CD: false,
          Question: [{ name: 'shop.example.com.', type: 1 }],
          Answer: [{ name: 'shop.example.com.', type: 1, TTL: 300, data: '203.0.113.10' }],
        },
        broken: { Status: 3, TC: false, RD: true, RA: true, AD: false, CD: false, Question: [{ name: 'shop.example.com.', type: 1 }] },
      },
      { command: 'dig *+short*', healthy: '203.0.113.10\n', broken: '' },
      {
        command: 'dig *',
        healthy:
          ';; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n;; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0\n\n;; ANSWER SECTION:\nshop.example.com.\t300\tIN\tA\t203.0.113.10\n\n;; Query time: 9 msec\n',
        broken:
          ';; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 1\n;; flags: qr rd ra; QUERY: 1, ANSWER: 0, AUTHORITY: 1, ADDITIONAL: 0\n\n;; Query time: 9 msec\n',
      },
      {
        command: 'nslookup *',
        healthy:
          'Server:\t\t10.0.0.2\nAddress:\t10.0.0.2#53\n\nNon-authoritative answer:\nName:\tshop.example.com\nAddress: 203.0.113.10\n',
        broken: "Server:\t\t10.0.0.2\nAddress:\t10.0.0.2#53\n\n** server can't find shop.example.com: NXDOMAIN\n",
      },
    ],
  },
  {
    kind: 'vendor-api',
    answers: [
      {
        command: 'curl *',
        healthy: { name: 'orders', status: 'ok', state: 'active', health: 'green', version: '4.2.0', updated_at: '{{now-5m}}', errors: [] },
        broken: {
          name: 'orders',
          status: 'error',
          state: 'failed',
          health: 'red',
          version: '4.2.0',
          updated_at: '{{now-9d}}',
          errors: ['The backend does not answer.'],
        },
      },
    ],
  },
]
