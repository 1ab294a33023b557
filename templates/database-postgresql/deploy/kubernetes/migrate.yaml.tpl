# Before each release. A Job cannot be changed: README.md says how the last one is replaced.
apiVersion: batch/v1
kind: Job
metadata:
  name: <%= dnsName %>-migrate
  labels: { app: <%= dnsName %>, part: migrate }
spec:
  backoffLimit: 3
  ttlSecondsAfterFinished: 86400
  template:
    metadata:
      labels: { app: <%= dnsName %>, part: migrate }
    spec:
      restartPolicy: Never
      automountServiceAccountToken: false
      securityContext:
        runAsNonRoot: true
        runAsUser: 1000 # "node" in the image.
        runAsGroup: 1000
        seccompProfile: { type: RuntimeDefault }
      containers:
        - name: migrate
          image: registry.example.com/<%= dnsName %>-tools:1
          command: [node, node_modules/create-connector/bin/connector.js, migrate]
          envFrom:
            - secretRef: { name: <%= dnsName %> }
          volumeMounts:
            - { name: tmp, mountPath: /tmp }
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
          resources:
            requests: { cpu: 100m, memory: 256Mi }
            limits: { memory: 512Mi }
      volumes:
        - { name: tmp, emptyDir: {} }
