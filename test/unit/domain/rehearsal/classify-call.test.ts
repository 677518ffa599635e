import { describe, expect, it } from 'vitest'
import { classifyCall } from '../../../../worker/domain/rehearsal/classify-call.ts'
import type { Touch } from '../../../../worker/domain/rehearsal/touch.ts'

/** Splits at spaces; `_` in a word stands for a space in it. */
function classify(command: string, stdin = ''): Touch {
  const [tool = '', ...args] = command.split(' ').map((word) => word.replaceAll('_', ' '))
  return classifyCall({ tool, args, stdin })
}

describe('access', () => {
  it.each([
    ['kubectl get pods -n web', 'read'],
    ['kubectl -n web get pods -o json', 'read'],
    ['kubectl --context=c --namespace web describe deploy/web', 'read'],
    ['kubectl logs -n web deploy/web --tail=50', 'read'],
    ['kubectl rollout status deploy/web', 'read'],
    ['kubectl rollout restart deploy/web', 'write'],
    ['kubectl scale --replicas=2 deploy/web', 'write'],
    ['kubectl delete pod web-1', 'write'],
    ['kubectl apply -f -', 'write'],
    ['kubectl apply --dry-run=server -f x.yaml', 'read'],
    ['kubectl exec web-1 -- rm -rf /data', 'unknown'],
    ['kubectl config use-context c', 'local'],
    ['kubectl --context=c version', 'local'],
    ['kubectl frobnicate', 'unknown'],
    ['oc adm top pods', 'read'],
    ['aws ec2 describe-instances --region us-east-1', 'read'],
    ['aws --region us-east-1 ec2 terminate-instances --instance-ids i-1', 'write'],
    ['aws s3 ls s3://bucket', 'read'],
    ['aws s3 rm s3://bucket/x', 'write'],
    ['aws logs start-query --log-group-name x', 'read'],
    ['aws sts get-caller-identity', 'read'],
    ['aws configure list', 'local'],
    ['aws --version', 'local'],
    ['az vm list -g web -o json', 'read'],
    ['az vm restart -g web -n a', 'write'],
    ['az account set --subscription x', 'local'],
    ['az rest --method get --url https://management.invalid/x', 'read'],
    ['az rest --method delete --url https://management.invalid/x', 'write'],
    ['az vm frobnicate', 'unknown'],
    ['gcloud compute instances list --project p', 'read'],
    ['gcloud --project p compute instances delete web', 'write'],
    ['gcloud container clusters describe list', 'read'],
    ['gcloud auth activate-service-account --key-file=k', 'local'],
    ['gcloud compute frobnicate web', 'unknown'],
    ['gsutil ls gs://b', 'read'],
    ['gsutil rm gs://b/x', 'write'],
    ['bq query select_1', 'read'],
    ['bq query delete_from_t', 'unknown'],
    ['curl -s https://service.invalid/health', 'read'],
    ['curl -sI https://service.invalid', 'read'],
    ['curl -d x https://service.invalid', 'unknown'],
    ['curl -G -d q=1 https://service.invalid', 'read'],
    ['curl -X DELETE https://service.invalid/1', 'write'],
    ['curl -XPUT https://service.invalid/1', 'write'],
    ['gh run list --repo o/r', 'read'],
    ['gh workflow run x.yaml', 'write'],
    ['gh api repos/o/r', 'read'],
    ['gh api -X DELETE repos/o/r', 'write'],
    ['helm list -n web', 'read'],
    ['helm -n web uninstall web', 'write'],
    ['terraform state list', 'read'],
    ['terraform apply -auto-approve', 'write'],
    ['psql -h db -c select_1', 'read'],
    ['psql -h db -c drop_table_t', 'write'],
    ['psql -h db -c select_1;_drop_table_t', 'unknown'],
    ['redis-cli -h r INFO memory', 'read'],
    ['redis-cli -h r FLUSHALL', 'write'],
    ['redis-cli -h r EVAL x', 'unknown'],
    ['kubectl exec r-0 -n web -- redis-cli SET a 1', 'write'],
    ['kubectl exec r-0 -- redis-cli PING', 'read'],
    ['kubectl exec r-0 -- df -h', 'read'],
    ['kubectl exec r-0 -- sh -c ls', 'unknown'],
    ['ssh host uptime', 'unknown'],
    ['dig service.invalid', 'read'],
  ])('%s: %s', (command, access) => {
    expect(classify(command).access).toBe(access)
  })

  it('reads statements that come from the input', () => {
    expect([classify('psql -h db', 'SELECT 1').access, classify('psql -h db', 'DELETE FROM t').access]).toEqual(['read', 'write'])
  })
})

describe('what is touched', () => {
  it('names verb, resource and namespace of a cluster', () => {
    expect(classify('kubectl get po,svc -n web -o json')).toMatchObject({ verb: 'get', resource: 'pods,services', namespace: 'web' })
    expect(classify('kubectl get deploy/web -A')).toMatchObject({ resource: 'deployments', namespace: '*' })
    expect(classify('kubectl get pods -nweb')).toMatchObject({ namespace: 'web' })
  })

  it('names the address without what may hold a secret', () => {
    expect(classify('curl -s https://service.invalid/x?token=1')).toMatchObject({ verb: 'GET', resource: 'https://service.invalid/x' })
  })

  it('names service and operation of a cloud', () => {
    expect(classify('aws --profile p rds describe-db-instances')).toMatchObject({ resource: 'rds', verb: 'describe-db-instances' })
    expect(classify('gcloud sql instances describe db-1')).toMatchObject({ resource: 'sql instances', verb: 'describe' })
  })
})
