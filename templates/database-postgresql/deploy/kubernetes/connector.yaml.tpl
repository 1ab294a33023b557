# Pages and workers. README.md says what comes first: images, the Secret <%= dnsName %>, and the migrations.
apiVersion: v1
kind: Service
metadata:
  name: <%= dnsName %>
  labels: { app: <%= dnsName %> }
spec:
  selector: { app: <%= dnsName %>, part: web }
  ports:
    - { name: http, port: 80, targetPort: http }
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: <%= dnsName %>-web
  labels: { app: <%= dnsName %>, part: web }
spec:
  replicas: 2
  selector:
    matchLabels: { app: <%= dnsName %>, part: web }
  template:
    metadata:
      labels: { app: <%= dnsName %>, part: web }
    spec:
      automountServiceAccountToken: false
      terminationGracePeriodSeconds: 30 # More than SHUTDOWN_TIMEOUT and the five seconds before it.
      securityContext:
        runAsNonRoot: true
        runAsUser: 1000 # "node" in the image.
        runAsGroup: 1000
        fsGroup: 1000
        seccompProfile: { type: RuntimeDefault }
      containers:
        - name: web
          image: registry.example.com/<%= dnsName %>:1
          envFrom:
            - secretRef: { name: <%= dnsName %> }
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
          volumeMounts:
            - { name: data, mountPath: /app/data }
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
          resources:
            requests: { cpu: 100m, memory: 256Mi }
            limits: { memory: 512Mi }
      volumes:
        - { name: data, emptyDir: {} }
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: <%= dnsName %>-worker
  labels: { app: <%= dnsName %>, part: worker }
spec:
  replicas: 2
  selector:
    matchLabels: { app: <%= dnsName %>, part: worker }
  template:
    metadata:
      labels: { app: <%= dnsName %>, part: worker }
    spec:
      automountServiceAccountToken: false
      terminationGracePeriodSeconds: 30 # More than SHUTDOWN_TIMEOUT.
      securityContext:
        runAsNonRoot: true
        runAsUser: 1000
        runAsGroup: 1000
        fsGroup: 1000
        seccompProfile: { type: RuntimeDefault }
      containers:
        - name: worker
          image: registry.example.com/<%= dnsName %>:1
          command: [node, dist/worker.js]
          envFrom:
            - secretRef: { name: <%= dnsName %> }
          env:
            - { name: METRICS_PORT, value: '9100' }
          ports:
            - { name: metrics, containerPort: 9100 }
          livenessProbe:
            httpGet: { path: /health/live, port: metrics }
            periodSeconds: 15
            timeoutSeconds: 5
          volumeMounts:
            - { name: data, mountPath: /app/data }
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
          resources:
            requests: { cpu: 250m, memory: 256Mi }
            limits: { memory: 512Mi }
      volumes:
        - { name: data, emptyDir: {} }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: <%= dnsName %>-web
spec:
  maxUnavailable: 1
  selector:
    matchLabels: { app: <%= dnsName %>, part: web }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: <%= dnsName %>-worker
spec:
  maxUnavailable: 1
  selector:
    matchLabels: { app: <%= dnsName %>, part: worker }
