import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import type { Files } from '../../src/actions/template.ts';
import { planApp } from '../../src/generators/app.ts';

const answers = { name: '/tmp/my.app', external: 'Acme', packageManager: 'npm' };

/** What is asserted of a manifest; the rest is as it may be. */
interface Pod {
  terminationGracePeriodSeconds: number;
  automountServiceAccountToken: boolean;
  securityContext: object;
  initContainers?: Container[];
  containers: Container[];
}
interface Container {
  name: string;
  command?: string[];
  env?: { name: string }[];
  envFrom: { secretRef: { name: string } }[];
  securityContext: object;
  resources: { requests: object; limits: object };
  readinessProbe?: { httpGet: { path: string } };
  livenessProbe?: { httpGet: { path: string } };
}
interface Manifest {
  kind: string;
  metadata: { name: string };
  spec: { replicas?: number; template?: { spec: Pod }; selector?: object };
}

for (const database of ['sqlite', 'postgresql']) {
  const isShared = database === 'postgresql';
  const files = await planApp({ ...answers, database });
  const read = (path: string) => String(files.get(path));
  const known = [...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name as string);
  const shutdownSeconds = Number(/^SHUTDOWN_TIMEOUT=(\d+)$/m.exec(read('.env.example'))?.[1]);
  const programs = ['dist/server.js', ...(isShared ? ['dist/worker.js'] : [])];

  describe(`what a project on ${database} is deployed with`, () => {
    test('the image serves as nobody special, and is asked for a page that is there', () => {
      const stages = read('Dockerfile')
        .split(/^FROM /m)
        .slice(1);
      expect(stages).toHaveLength(2);
      for (const stage of stages) expect(stage).toMatch(/^USER node$/m);
      const [, image = ''] = stages;
      expect(image).toMatch(/^HEALTHCHECK .*\n.*\$\{process\.env\.PORT\}\/health\/live`/m);
      expect(image).not.toContain('COPY . .');
      expect(read('src/controllers/health.ts')).toContain(`app.get('/health/live'`);
    });

    test('Docker Compose migrates first, waits longer than a process takes to end, and names settings that there are', () => {
      const { services } = parse(read('compose.yaml'), { merge: true }) as {
        services: Record<string, Record<string, unknown> & { environment?: Record<string, unknown> }>;
      };
      const { web, worker, migrate, database: server, redis, ...others } = services;
      expect(others).toEqual({});
      const processes = [web, worker].filter((service) => service !== undefined);
      for (const service of processes) {
        expect(parseInt(String(service.stop_grace_period), 10)).toBeGreaterThan(shutdownSeconds);
        expect(service.depends_on).toEqual({ migrate: { condition: 'service_completed_successfully' } });
        expect(service.restart).toBe('unless-stopped');
        expect(service.environment).toMatchObject(migrate?.environment ?? {});
      }
      for (const service of [...processes, migrate])
        for (const name of Object.keys(service?.environment ?? {})) expect(known).toContain(name);
      expect(migrate).toMatchObject({ build: { target: 'build' } });
      expect(server !== undefined).toBe(isShared);
      expect(worker).toEqual(
        isShared
          ? expect.objectContaining({ command: ['node', 'dist/worker.js'], deploy: { replicas: 2 } })
          : undefined,
      );
      // The image's healthcheck asks PORT, and a worker answers on METRICS_PORT.
      expect(worker?.environment?.METRICS_PORT).toBe(worker?.environment?.PORT);
      expect(read('src/worker.ts')).toContain('await startMetricsServer(');
      expect(redis?.profiles).toEqual(isShared ? ['redis'] : undefined);
    });

    test('the Procfile names scripts that there are', () => {
      const { scripts } = JSON.parse(read('package.json'));
      const lines = read('Procfile').trim().split('\n');
      const called = lines.map((line) => [line.split(':')[0], line.replace(/^.*npm (run )?/, '')]);
      for (const [, script = ''] of called) expect(scripts).toHaveProperty(script);
      expect(called.map(([process]) => process)).toEqual(isShared ? ['release', 'web', 'worker'] : ['web']);
      // Where the package is missing npx would fetch another one of that name.
      expect(scripts.migrate).toBe('connector migrate');
      expect(read('Procfile')).not.toContain('npx');
    });

    test('units of systemd migrate, run what is built without rights of their own, and let a process end', () => {
      const units = unitsOf(files);
      expect(Object.keys(units)).toEqual(
        isShared ? ['my-app-web.service', 'my-app-worker@.service'] : ['my-app-web.service'],
      );
      expect(Object.values(units).map(({ ExecStart }) => ExecStart)).toEqual(
        programs.map((program) => [`node ${program}`]),
      );
      for (const unit of Object.values(units)) {
        expect(unit).toMatchObject({
          User: ['my-app'],
          ExecStartPre: ['node node_modules/create-connector/bin/connector.js migrate'],
          EnvironmentFile: ['/etc/my-app/environment'],
          NoNewPrivileges: ['true'],
          ProtectSystem: ['strict'],
          StateDirectory: ['my-app'],
          KillSignal: ['SIGTERM'],
          Restart: ['always'],
        });
        expect(Number(unit.TimeoutStopSec)).toBeGreaterThan(shutdownSeconds);
        const names = unit.Environment?.map((setting) => setting.split('=')[0]);
        expect(names).toContain('TENANTS_COPY');
        for (const name of names ?? []) expect(known).toContain(name);
      }
    });

    test('the manifests for Kubernetes run as nobody special, ask for pages that are there, and let a process end', () => {
      const all = manifestsOf(files);
      const pods = all.flatMap(({ spec }) => spec.template?.spec ?? []);
      for (const pod of pods) {
        expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
        expect(pod.automountServiceAccountToken).toBe(false);
        for (const container of [...(pod.initContainers ?? []), ...pod.containers]) {
          expect(container.securityContext).toEqual({
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          });
          expect(container.envFrom).toEqual([{ secretRef: { name: 'my-app' } }]);
          expect(container.resources).toMatchObject({ requests: {}, limits: { memory: expect.anything() } });
          for (const { name } of container.env ?? []) expect(known).toContain(name);
        }
      }
      const serving = pods.flatMap(({ containers }) => containers.filter(({ name }) => name !== 'migrate'));
      expect(serving.map(({ livenessProbe }) => livenessProbe?.httpGet.path)).toEqual(
        programs.map(() => '/health/live'),
      );
      expect(serving[0]?.readinessProbe?.httpGet.path).toBe('/health/ready');
      expect(read('src/controllers/health.ts')).toContain(`app.get('/health/ready'`);
      for (const pod of pods.filter(({ containers }) => containers.some((one) => serving.includes(one))))
        expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(shutdownSeconds + 5);
    });

    test('and as many processes as the database can have', () => {
      const all = manifestsOf(files).map(({ kind, metadata, spec }) => [kind, metadata.name, spec.replicas]);
      expect(all).toEqual(
        isShared
          ? [
              ['Service', 'my-app', undefined],
              ['Deployment', 'my-app-web', 2],
              ['Deployment', 'my-app-worker', 2],
              ['PodDisruptionBudget', 'my-app-web', undefined],
              ['PodDisruptionBudget', 'my-app-worker', undefined],
              ['Job', 'my-app-migrate', undefined],
            ]
          : [
              ['Service', 'my-app', undefined],
              ['StatefulSet', 'my-app', 1],
            ],
      );
    });
  });
}

/** Settings of a unit, each with all its values, by the name of its file. */
function unitsOf(files: Files): Record<string, Record<string, string[]>> {
  const paths = [...files.keys()].filter((path) => path.startsWith('deploy/systemd/'));
  return Object.fromEntries(
    paths.map((path) => {
      const unit: Record<string, string[]> = {};
      for (const [, name = '', value = ''] of String(files.get(path)).matchAll(/^(\w+)=(.*)$/gm)) {
        unit[name] = [...(unit[name] ?? []), value];
      }
      return [path.replace('deploy/systemd/', ''), unit];
    }),
  );
}

function manifestsOf(files: Files): Manifest[] {
  const paths = [...files.keys()].filter((path) => path.startsWith('deploy/kubernetes/'));
  return paths.flatMap((path) =>
    parseAllDocuments(String(files.get(path))).map((document) => {
      expect(document.errors).toEqual([]);
      return document.toJS() as Manifest;
    }),
  );
}
