# The connector on SQLite: one process, for a file has one writer. It keeps its volume, and is down while it is replaced.
# README.md says what comes first: images, and the Secret <%= dnsName %>.
apiVersion: v1
kind: Service
metadata:
  name: <%= dnsName %>
  labels: { app: <%= dnsName %> }
spec:
  selector: { app: <%= dnsName %> }
  ports:
    - { name: http, port: 80, targetPort: http }
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: <%= dnsName %>
  labels: { app: <%= dnsName %> }
spec:
  replicas: 1
  serviceName: <%= dnsName %>
  selector:
    matchLabels: { app: <%= dnsName %> }
  template:
    metadata:
      labels: { app: <%= dnsName %> }
    spec:
      automountServiceAccountToken: false
      terminationGracePeriodSeconds: 30 # More than SHUTDOWN_TIMEOUT and the five seconds before it.
      securityContext:
        runAsNonRoot: true
        runAsUser: 1000 # "node" in both images.
        runAsGroup: 1000
        fsGroup: 1000
        seccompProfile: { type: RuntimeDefault }
      initContainers:
        - name: migrate
          image: registry.example.com/<%= dnsName %>-tools:1
          command: [node, node_modules/create-connector/bin/connector.js, migrate]
          envFrom: &settings
            - secretRef: { name: <%= dnsName %> }
          env: &environment
            - { name: DATABASE_URL, value: file:/app/data/production.db }
          volumeMounts: &mounts
            - { name: data, mountPath: /app/data }
            - { name: tmp, mountPath: /tmp }
          securityContext: &container
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
          resources: &resources
            requests: { cpu: 100m, memory: 256Mi }
            limits: { memory: 512Mi }
      containers:
        - name: web
          image: registry.example.com/<%= dnsName %>:1
          envFrom: *settings
          env: *environment
          ports:
            - { name: http, containerPort: 3000 }
          readinessProbe:
            httpGet: { path: /health/ready, port: http }
            periodSeconds: 5
          livenessProbe:
            httpGet: { path: /health/live, port: http }
            periodSeconds: 15
            timeoutSeconds: 5
          lifecycle:
            # The Service sends requests for a moment longer.
            preStop: { exec: { command: [sleep, '5'] } }
          volumeMounts: *mounts
          securityContext: *container
          resources: *resources
      volumes:
        - { name: tmp, emptyDir: {} }
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        resources: { requests: { storage: 5Gi } }
